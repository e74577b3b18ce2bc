import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { priorityClassMissing as foresee } from '../foresee/priority-class-missing.ts';
import { missingPods, refusedCreate } from '../kit/create-failure.ts';
import { act, changePod, kubectlCluster, look } from '../kit/remedies.ts';

export const priorityClassMissing = defineRule({
  ...foresee.of,
  needs: ['owner'],
  foresee,

  *check({ owner, subject }) {
    const failure = createFailure(owner, subject);
    if (failure?.refusal.kind !== 'priority-class') return;
    const { name } = failure.refusal;
    yield {
      ...refusedCreate(failure),
      title: `no pod can be created: PriorityClass ${name} does not exist`,
      explanation: `The template says priorityClassName ${name}, and the cluster has no PriorityClass of that name, so every pod is refused. ${missingPods(failure)}`,
      remedies: [
        look(
          'See which PriorityClasses there are',
          'the name may be misspelt, or the class may be installed in another cluster only',
          kubectlCluster('get', 'priorityclasses'),
        ),
        changePod(subject, ['priorityClassName'], null, {
          action: 'Remove priorityClassName',
          why: 'the pods then get the default priority and are admitted',
        }),
        act(
          `Create the PriorityClass ${name}`,
          'the controller tries again by itself as soon as it is there',
          kubectlCluster('create', 'priorityclass', name, '--value=100000'),
          'pods of that class may push out pods of lower priority; choose the value with care',
        ),
      ],
    };
  },
});
