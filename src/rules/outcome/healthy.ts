import type { PodStatusFacts } from '../../core/evidence.ts';
import type { EvidenceItem } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import { defineRule, staysRunning } from '../../core/rule.ts';
import { labelsOf, nameOf } from '../../facts/metadata.ts';
import { conditionOf, podSpecOf } from '../../facts/pod-status.ts';
import { podlessOwner } from '../../facts/podless.ts';
import { qosOf } from '../../facts/qos.ts';
import { ofKind, ownerOf, progressOf } from '../../facts/rollout.ts';
import { matchesMap } from '../../facts/selectors.ts';
import { isWorkingOn } from '../../facts/start-stage.ts';
import { formatSpan, parseTime, secondsBetween } from '../../facts/time.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { times } from '../kit/crash.ts';
import { waitingWords } from '../kit/podless-words.ts';
import { openWork, workingOn } from '../kit/work-words.ts';

export const healthy = defineRule({
  id: 'healthy',
  title: 'Nothing is wrong with the pod',
  topic: 'outcome',
  severity: 'info',
  verdict: 'healthy',
  role: 'summary',
  needs: ['owner'],
  mayUse: ['status', 'services'],

  *check({ status, owner, services, subject, now }) {
    const podless = status ? undefined : podlessOwner(owner, subject, now);
    if (podless?.state === 'waiting') yield waitingWords(podless, now);
    if (!status) return;
    const ready = conditionOf(status, 'Ready');
    if (isWorkingOn(status)) yield workingOn(status);
    if (status.phase !== 'Running' || status.deletion || !isUp(status)) return;
    const since = parseTime(ready?.lastTransitionTime);
    const span = since === undefined ? '' : ` for ${formatSpan(secondsBetween(since, now))}`;
    const restarts = status.containers.reduce((sum, one) => sum + (staysRunning(one.kind) ? one.restarts : 0), 0);
    const selecting = servicesOf(status, services);
    const qos = status.pod.status?.qosClass ?? qosOf(podSpecOf(status)).class;
    const facts = [
      `ready${span}`,
      restarts === 0 ? 'no restarts' : `restarted ${times(restarts)} before`,
      ...(selecting.length > 0 ? [`selected by Service ${selecting.join(', ')}`] : []),
    ];
    const where = status.nodeName ? ` on ${status.nodeName}` : '';
    const job = openWork(ofKind(owner, 'Job'), subject.workload.kind);
    yield {
      title: `${facts.join(', ')} (${qos}${status.nodeName ? `, ${status.nodeName}` : ''})`,
      explanation: `Every container runs and is ready${where}, and nothing that was read speaks of trouble.${job}${pods(ownerOf(owner, subject))}`,
      evidence: [
        readyEvidence(status),
        ...selecting.map((name) => fieldEvidence('service', name, 'its selector matches the pod')),
      ],
      remedies: [],
    };
  },
});

/** Ready; where the object has no such condition, every container says so. */
function isUp(status: PodStatusFacts): boolean {
  const ready = conditionOf(status, 'Ready');
  if (ready) return ready.status === 'True';
  return status.containers.every((container) => !staysRunning(container.kind) || container.ready);
}

function readyEvidence(status: PodStatusFacts): EvidenceItem {
  const ready = conditionOf(status, 'Ready');
  const item = fieldEvidence(
    'status',
    'status.conditions[Ready]',
    ready?.status ?? 'not given; every container is ready',
  );
  return ready?.lastTransitionTime ? { ...item, time: ready.lastTransitionTime } : item;
}

function servicesOf(status: PodStatusFacts, services: readonly Service[] | undefined): string[] {
  const labels = labelsOf(status.pod);
  return (services ?? []).flatMap(({ metadata, spec }) =>
    metadata?.name && matchesMap(spec?.selector, labels) ? [metadata.name] : [],
  );
}

const manyPods = new Set(['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet']);

/** How the owner as a whole stands. */
function pods(workload: ReturnType<typeof ownerOf>): string {
  if (!workload?.kind || !manyPods.has(workload.kind)) return '';
  const { desired, ready } = progressOf(workload);
  if (desired < 2 && ready === desired) return '';
  if (ready > desired)
    return ` ${workload.kind}/${nameOf(workload)} wants ${desired} and has ${ready} pods ready: some are on their way out.`;
  return ` ${workload.kind}/${nameOf(workload)} has ${ready} of ${desired} pods ready.`;
}
