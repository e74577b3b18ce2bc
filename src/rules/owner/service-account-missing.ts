import { defineRule } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { missingPods, refusedCreate } from '../kit/create-failure.ts';
import { act, changePod, kubectl, look } from '../kit/remedies.ts';

export const serviceAccountMissing = defineRule({
  id: 'service-account-missing',
  title: 'The ServiceAccount of the pods does not exist',
  topic: 'owner',
  severity: 'critical',
  verdict: 'failing',
  needs: ['owner'],
  mayUse: ['references'],

  *check({ owner, references, subject }) {
    const failure = createFailure(owner, subject);
    if (failure?.refusal.kind !== 'service-account') return;
    const { name } = failure.refusal;
    const reference = references?.find((one) => one.kind === 'ServiceAccount' && one.name === name);
    const similar = reference?.similar ?? [];
    const existsNow = reference?.object.state === 'found';
    const create = act(
      `Create the ServiceAccount ${name}`,
      'the controller tries again by itself as soon as it is there',
      kubectl(subject, 'create', 'serviceaccount', name),
      'a new account has no permissions until a RoleBinding gives it some',
    );
    const use = similar.map((other) =>
      changePod(subject, ['serviceAccountName'], other, {
        action: `Use the ServiceAccount ${other}, if that is meant`,
        why: `it exists in namespace ${subject.namespace}, and the name is much like ${name}`,
      }),
    );
    const list = look(
      'See which ServiceAccounts there are',
      'the name may be misspelt, or the account may be in another namespace',
      kubectl(subject, 'get', 'serviceaccounts'),
    );
    const alike = similar.length > 0 ? ` There is ${similar.join(', ')}.` : '';
    yield {
      ...refusedCreate(failure),
      ...(existsNow ? { severity: 'warning', confidence: 'likely' } : {}),
      title: `no pod can be created: ServiceAccount ${name} does not exist in namespace ${subject.namespace}`,
      explanation:
        `The template names the ServiceAccount ${name}; the API server admits a pod only if its account is in the same namespace. ${missingPods(failure)}` +
        (existsNow ? ' By now the account exists, so the next attempt should get through.' : alike),
      remedies: existsNow ? [list] : [...use.slice(0, 1), create, list],
    };
  },
});
