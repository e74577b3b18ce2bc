import type { ContainerSpec, PodSpecFacts } from '../../core/evidence.ts';
import { defineRule } from '../../core/rule.ts';
import { staysRunning } from '../../core/rule.ts';
import { domainsFor, hostname, podsAtOnce } from '../../facts/pod-room.ts';
import { matchesSelector } from '../../facts/selectors.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { advise } from '../kit/remedies.ts';

export const hostPort = defineRule({
  id: 'host-port',
  title: 'Each pod takes a port of its node, so a node holds only one',
  topic: 'placement',
  severity: 'warning',
  verdict: 'pending',
  stage: 'pending',
  needs: ['spec', 'workload'],
  mayUse: ['bundle'],

  *check({ spec, workload, bundle }) {
    const pods = podsAtOnce(workload, bundle);
    const [first, ...more] = hostPorts(spec);
    // One pod a node is what an anti-affinity of that kind asks for anyway.
    if (pods === undefined || pods < 2 || !first || isAloneOnItsNode(spec)) return;
    const { container, port, path } = first;
    const nodes = domainsFor(hostname, spec.spec, bundle);
    const short = nodes !== undefined && pods > nodes.count;
    const network = spec.spec.hostNetwork === true;
    const ports = [first, ...more].map((one) => one.port).join(', ');
    yield {
      container,
      detail: network ? 'host-network' : 'host-port',
      title: `${pods} pods each take port ${ports} of their node`,
      explanation:
        `${network ? 'With hostNetwork the ports of a container are ports of the node.' : `hostPort ${port} can be taken once on a node.`} ${pods} pods need ${pods} nodes with the port free, and a rolling update needs another one for each pod it adds` +
        (short
          ? `; ${nodes.because}, so ${pods - nodes.count} of them ${pods - nodes.count === 1 ? 'stays' : 'stay'} pending.`
          : '.'),
      evidence: [fieldEvidence('spec', path, String(port)), fieldEvidence('spec', 'pods', `${pods} at a time`)],
      remedies: [
        advise(
          network
            ? 'Leave hostNetwork off unless the program needs the network of the node'
            : `Remove hostPort and reach ${container.name} through a Service`,
          'a Service finds the pods wherever they are, several on one node as well',
        ),
        advise('Or use a DaemonSet, if there is to be one on each node', 'it never asks for more pods than nodes'),
      ],
      path,
      ...(short ? { severity: 'error' as const } : {}),
    };
  },
});

interface HostPort {
  readonly container: ContainerSpec;
  readonly port: number;
  readonly path: string;
}

/** Ports of the node that the pod takes: NodePorts of the scheduler counts containers and sidecars; with hostNetwork each declared port is one. */
function hostPorts({ spec, containers }: PodSpecFacts): HostPort[] {
  return containers
    .filter(({ kind }) => staysRunning(kind))
    .flatMap((container) =>
      (container.spec.ports ?? []).flatMap(({ hostPort: stated, containerPort }, index) => {
        const port = stated || (spec.hostNetwork ? containerPort : 0);
        const path = `${container.path}.ports[${index}].${stated ? 'hostPort' : 'containerPort'}`;
        return port ? [{ container, port, path }] : [];
      }),
    );
}

function isAloneOnItsNode({ spec, metadata }: PodSpecFacts): boolean {
  const terms = spec.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  return terms.some(
    ({ topologyKey, labelSelector }) =>
      topologyKey === hostname && matchesSelector(labelSelector, metadata.labels ?? {}),
  );
}
