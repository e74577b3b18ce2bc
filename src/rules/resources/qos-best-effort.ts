import { defineRule } from '../../core/rule.ts';
import { limitRangesIn } from '../../facts/effective-resources.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { listText } from '../kit/containers.ts';
import { advise } from '../kit/remedies.ts';
import { asksForNothing, isTestHook, ownContainers } from '../kit/resource-words.ts';

export const qosBestEffort = defineRule({
  id: 'qos-best-effort',
  title: 'The pod asks for nothing and is the first to be evicted',
  topic: 'resources',
  severity: 'warning',
  verdict: 'degraded',
  stage: 'running',
  needs: ['spec'],
  mayUse: ['bundle', 'workload'],

  *check({ spec, bundle, workload, subject }) {
    const containers = ownContainers(spec);
    const [first] = containers.filter(({ kind }) => kind === 'app');
    if (!first || isTestHook(spec, workload)) return;
    // The node does not evict these, whatever they use.
    if (/^system-(node|cluster)-critical$/.test(spec.spec.priorityClassName ?? '')) return;
    if (!asksForNothing(spec, limitRangesIn(bundle, subject.namespace))) return;
    const names = containers.map(({ name }) => name);
    yield {
      title: 'the pod requests and limits neither cpu nor memory, so it is BestEffort',
      explanation:
        'The scheduler places it as if it needed nothing. When its node runs out of memory, all that it uses is above its request of none: it is evicted among the first, ' +
        'and the kernel kills its processes before those of any other pod (oom_score_adj 1000).',
      evidence: containers.map(({ path, spec: { resources } }) =>
        fieldEvidence('spec', `${path}.resources`, resources ? 'neither cpu nor memory' : 'not set'),
      ),
      remedies: [
        advise(
          `Give ${listText(names)} requests for cpu and memory, and a memory limit`,
          'the pod becomes Burstable, or Guaranteed where limits equal requests, and is evicted after those that asked for nothing',
        ),
      ],
      path: `${first.path}.resources`,
    };
  },
});
