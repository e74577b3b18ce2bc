import type { ContainerSpec } from '../../core/evidence.ts';
import type { Observation } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { clientCallOf, isOwnHost } from '../../facts/client-call.ts';
import { probeHost } from '../../facts/probes.ts';
import { commandsIn } from '../../facts/shell-command.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, probeEvidence, type ProbeOfContainer } from '../kit/manifest.ts';
import { advise } from '../kit/remedies.ts';

const dependency =
  /^(?:db|database|databases|sql|postgres|postgresql|pg|mysql|mariadb|mongo|mongodb|redis|cache|kafka|rabbit|rabbitmq|amqp|queue|broker|elasticsearch|ldap|s3|upstreams?|downstreams?|backends?|dependenc(?:y|ies)|deps|external|thirdparty|third-party|integrations?)$/i;

export const probeChecksDependency = defineRule({
  id: 'probe-checks-dependency',
  title: 'Liveness looks at something that a restart does not mend',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],

  *check({ spec }) {
    for (const one of allProbes(spec)) {
      if (one.type !== 'liveness') continue;
      const found = remoteHost(one) ?? dependencyPath(one) ?? aggregatePath(one);
      if (!found) continue;
      yield {
        container: one.container,
        evidence: [probeEvidence(one)],
        remedies: [
          advise(
            `Let liveness ask only what a restart of ${one.container.name} would mend, and leave the rest to readiness`,
            'readiness takes the container out of its Services without killing it',
          ),
        ],
        ...found,
      };
    }
  },
});

type Found = Pick<Observation, 'detail' | 'path' | 'title' | 'explanation' | 'severity' | 'confidence'>;

const consequence =
  'When that is down, every container with this probe is killed and started again, which mends nothing and adds the load of all the starts.';

function remoteHost({ container, probe, path }: ProbeOfContainer): Found | undefined {
  const stated = probeHost(probe);
  const called = (commandsIn(probe.exec?.command ?? []) ?? []).map(clientCallOf).find((one) => one && !one.local);
  const host = stated !== undefined && !isOwnHost(stated) ? stated : called?.host;
  // A variable may be the container's own address.
  if (host === undefined || /^[$`]/.test(host)) return undefined;
  const field = stated === undefined ? 'exec.command' : probe.httpGet ? 'httpGet.host' : 'tcpSocket.host';
  return {
    detail: 'remote-host',
    path: `${path}.${field}`,
    title: `the liveness probe of ${containerText(container)} asks ${host}, another machine`,
    explanation: `The probe does not look at ${container.name} but at ${host}. ${consequence}`,
  };
}

function dependencyPath({ container, probe, path }: ProbeOfContainer): Found | undefined {
  const parts = (probe.httpGet?.path ?? '').split(/[?#]/)[0]?.split('/') ?? [];
  const part = parts.filter((one) => one !== '').find((one) => dependency.test(one));
  if (part === undefined || isItself(container, part)) return undefined;
  return {
    detail: 'dependency-path',
    confidence: 'likely',
    path: `${path}.httpGet.path`,
    title: `the liveness probe of ${containerText(container)} asks ${probe.httpGet?.path}, which names a dependency`,
    explanation: `By its path the probe looks at ${part}, which ${container.name} depends on. ${consequence}`,
  };
}

/** Paths that are known to answer for everything the program depends on, or for its readiness. */
function aggregatePath({ container, probe, path }: ProbeOfContainer): Found | undefined {
  const asked = (probe.httpGet?.path ?? '').replace(/[?#].*$/, '').replace(/\/+$/, '');
  const spring = /(?:^|\/)actuator\/health$/.test(asked);
  const ready = /(?:^|\/)(?:ready|readyz|readiness|-\/ready)$/.test(asked);
  if (!spring && !ready) return undefined;
  return {
    detail: spring ? 'aggregate-path' : 'readiness-path',
    severity: 'advice',
    confidence: 'likely',
    path: `${path}.httpGet.path`,
    title: `the liveness probe of ${containerText(container)} asks ${asked}, which answers for more than the process`,
    explanation: spring
      ? `${asked} of Spring Boot gathers the health of databases, brokers and disks unless it is told otherwise; ${asked}/liveness answers for the process alone. ${consequence}`
      : `By its name ${asked} says whether the container can serve, which may depend on others; a container that is only not ready is then killed.`,
  };
}

/** The container is that dependency itself: redis asking for its own cache. */
function isItself({ name, spec }: ContainerSpec, part: string): boolean {
  return `${name} ${spec.image ?? ''}`.toLowerCase().includes(part.toLowerCase().replace(/s$/, ''));
}
