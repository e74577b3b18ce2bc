import type { ContainerSpec } from '../../core/evidence.ts';
import type { Probe } from '../../core/kubernetes.ts';
import { defineRule } from '../../core/rule.ts';
import { checkText, probePort, type ProbeTiming } from '../../facts/probes.ts';
import { containerText } from '../kit/containers.ts';
import { allProbes, probeEvidence, worksToEnd } from '../kit/manifest.ts';
import { advise, changeContainer } from '../kit/remedies.ts';

export const livenessEqualsReadiness = defineRule({
  id: 'liveness-equals-readiness',
  title: 'Liveness asks the same as readiness with no more patience',
  topic: 'probes',
  severity: 'warning',
  verdict: 'healthy',
  stage: 'running',
  needs: ['spec'],

  *check({ spec, subject }) {
    if (worksToEnd(spec, subject)) return;
    const probes = allProbes(spec);
    for (const liveness of probes) {
      const { container, probe, timing, path } = liveness;
      const readiness = probes.find((one) => one.container === container && one.type === 'readiness');
      if (liveness.type !== 'liveness' || !readiness) continue;
      if (!sameCheck(container, probe, readiness.probe) || isMorePatient(timing, readiness.timing)) continue;
      const kill = patience(timing);
      const remove = patience(readiness.timing);
      const tries = Math.max(3 * readiness.timing.failureThreshold, Math.ceil((3 * (remove + 1)) / timing.period) + 1);
      yield {
        container,
        path,
        atKey: true,
        // A connection is taken even under load, so the same tcp check does less harm.
        ...(probe.tcpSocket ? { severity: 'advice' as const } : {}),
        title: `the liveness probe of ${containerText(container)} asks the same as its readiness probe and kills no later than that takes it out of service`,
        explanation:
          `Both ask ${checkText(probe)}. Liveness kills at the earliest ${kill} s after the first failure (${sum(timing)}), readiness takes the container out of its ` +
          `Services after ${remove} s (${sum(readiness.timing)}): one that is only too busy to answer is restarted instead of being left alone until it has recovered.`,
        evidence: [probeEvidence(liveness), probeEvidence(readiness)],
        remedies: [
          changeContainer(subject, container, ['livenessProbe', 'failureThreshold'], tries, {
            action: `Give liveness ${tries} tries, so that it kills ${(tries - 1) * timing.period} s after the first failure`,
            why: 'readiness then relieves a busy container long before liveness restarts it',
          }),
          advise(
            `Or let liveness ask something that fails only when a restart helps`,
            'a restart does not cure load or a missing database',
          ),
        ],
      };
    }
  },
});

/** Seconds from the first failure to the effect, at the earliest. */
function patience({ failureThreshold, period }: ProbeTiming): number {
  return (failureThreshold - 1) * period;
}

function sum({ failureThreshold, period }: ProbeTiming): string {
  return `${failureThreshold - 1} × ${period}`;
}

function isMorePatient(liveness: ProbeTiming, readiness: ProbeTiming): boolean {
  const difference = patience(liveness) - patience(readiness);
  return difference > 0 || (difference === 0 && liveness.timeout > readiness.timeout);
}

/** The very same question: handler, resolved port, path, host, headers, command. */
function sameCheck(container: ContainerSpec, a: Probe, b: Probe): boolean {
  const key = (probe: Probe): string => {
    const { httpGet, tcpSocket, grpc, exec } = probe;
    const { port, unknown } = probePort(container, probe);
    const headers = (httpGet?.httpHeaders ?? []).map(({ name, value }) => `${name}:${value}`).sort();
    if (httpGet)
      return JSON.stringify([
        'http',
        httpGet.scheme || 'HTTP',
        httpGet.host,
        port,
        unknown,
        httpGet.path || '/',
        headers,
      ]);
    if (tcpSocket) return JSON.stringify(['tcp', tcpSocket.host, port, unknown]);
    if (grpc) return JSON.stringify(['grpc', port, grpc.service ?? '']);
    return JSON.stringify(['exec', exec?.command]);
  };
  return checkText(a) !== 'no check' && key(a) === key(b);
}
