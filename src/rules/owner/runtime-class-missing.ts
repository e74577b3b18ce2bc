import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { missingPods, refusedCreate } from '../kit/create-failure.ts';
import { advise, changePod, kubectlCluster, look } from '../kit/remedies.ts';

export const runtimeClassMissing = defineRule({
  id: 'runtime-class-missing',
  title: 'The RuntimeClass of the pods does not exist',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  needs: ['owner'],

  *check({ owner, subject }) {
    const failure = createFailure(owner, subject);
    if (failure?.refusal.kind !== 'runtime-class') return;
    const { name } = failure.refusal;
    yield {
      ...refusedCreate(failure),
      title: `no pod can be created: RuntimeClass ${name} does not exist`,
      explanation: `The template says runtimeClassName ${name}, and the cluster has no RuntimeClass of that name, so every pod is refused. ${missingPods(failure)}`,
      remedies: [
        look(
          'See which RuntimeClasses there are',
          'the name may be misspelt, or the class may be installed in another cluster only',
          kubectlCluster('get', 'runtimeclasses'),
        ),
        changePod(subject, ['runtimeClassName'], null, {
          action: "Remove runtimeClassName and use the nodes' default runtime",
          why: 'the pods are then admitted',
          risk: 'the pods lose the isolation (or the devices) that the class was chosen for',
        }),
        advise(
          `Install the runtime and its RuntimeClass ${name}`,
          'the class alone is not enough: the nodes must have the handler that it names',
          'changes the nodes',
        ),
      ],
    };
  },
});
