import type { OwnerFacts, Reference } from '../../core/evidence.ts';
import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { createFailure } from '../../facts/create-failure.ts';
import { lacksPods } from '../../facts/podless.ts';
import { serviceAccountMissing as foresee } from '../foresee/service-account-missing.ts';
import { missingPods, refusedCreate } from '../kit/create-failure.ts';
import { fieldEvidence } from '../kit/evidence.ts';
import { act, changePod, kubectl, look, workloadName } from '../kit/remedies.ts';

export const serviceAccountMissing = defineRule({
  ...foresee.of,
  needs: ['owner'],
  mayUse: ['references'],
  foresee,

  *check({ owner, references, subject, now }) {
    const failure = createFailure(owner, subject);
    if (!failure) yield* concluded(owner, references, subject, now);
    if (failure?.refusal.kind !== 'service-account') return;
    const { name } = failure.refusal;
    const reference = references?.find((one) => one.kind === 'ServiceAccount' && one.name === name);
    const similar = reference?.similar ?? [];
    const existsNow = reference?.object.state === 'found';
    yield {
      ...refusedCreate(failure),
      ...(existsNow ? { severity: 'warning', confidence: 'likely' } : {}),
      title: titleOf(name, subject),
      explanation:
        `The template names the ServiceAccount ${name}; the API server admits a pod only if its account is in the same namespace. ${missingPods(failure)}` +
        (existsNow ? ' By now the account exists, so the next attempt should get through.' : alike(similar)),
      remedies: existsNow ? [listAccounts(subject)] : remediesOf(name, similar, subject),
    };
  },
});

/** No event is left that says why there are no pods, and the account that they need is not there. */
function* concluded(
  owner: OwnerFacts,
  references: readonly Reference[] | undefined,
  subject: Subject,
  now: number,
): Generator<Observation> {
  const reference = references?.find(({ kind, object }) => kind === 'ServiceAccount' && object.state === 'absent');
  if (!reference || !lacksPods(owner, subject, now)) return;
  const { name, similar, path } = reference;
  yield {
    confidence: 'likely',
    title: titleOf(name, subject),
    explanation: `${workloadName(subject)} has no pods, and no event is left that says why. Its template names the ServiceAccount ${name}, which is not there; the API server admits a pod only if its account is in the same namespace.${alike(similar)}`,
    evidence: [
      fieldEvidence('spec', path, name),
      fieldEvidence('reference', `ServiceAccount/${name}`, `not in namespace ${subject.namespace}`),
    ],
    remedies: remediesOf(name, similar, subject),
  };
}

function titleOf(name: string, { namespace }: Subject): string {
  return `no pod can be created: ServiceAccount ${name} does not exist in namespace ${namespace}`;
}

function alike(similar: readonly string[]): string {
  return similar.length > 0 ? ` There is ${similar.join(', ')}.` : '';
}

function remediesOf(name: string, similar: readonly string[], subject: Subject): Remedy[] {
  const use = similar.slice(0, 1).map((other) =>
    changePod(subject, ['serviceAccountName'], other, {
      action: `Use the ServiceAccount ${other}, if that is meant`,
      why: `it exists in namespace ${subject.namespace}, and the name is much like ${name}`,
    }),
  );
  const create = act(
    `Create the ServiceAccount ${name}`,
    'the controller tries again by itself as soon as it is there',
    kubectl(subject, 'create', 'serviceaccount', name),
    'a new account has no permissions until a RoleBinding gives it some',
  );
  return [...use, create, listAccounts(subject)];
}

function listAccounts(subject: Subject): Remedy {
  return look(
    'See which ServiceAccounts there are',
    'the name may be misspelt, or the account may be in another namespace',
    kubectl(subject, 'get', 'serviceaccounts'),
  );
}
