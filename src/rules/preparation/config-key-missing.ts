import type { Observation, Remedy } from '../../core/finding.ts';
import { defineRule, type Subject } from '../../core/rule.ts';
import { missingReferences, type MissingReference } from '../../facts/missing-references.ts';
import { configKeyMissing as foresee } from '../foresee/config-key-missing.ts';
import { byState, concerned, missingEvidence, optionalRemedy, placesText, placeText } from '../kit/missing-object.ts';
import { advise, kubectl, look } from '../kit/remedies.ts';
import { replaceAt } from '../kit/spec-path.ts';

export const configKeyMissing = defineRule({
  ...foresee.of,
  needs: ['spec', 'status'],
  mayUse: ['references', 'events'],
  foresee,

  *check({ status, references, events, subject, now }) {
    for (const missing of missingReferences(status, references, events, now)) {
      if (missing.key !== undefined) yield observed(missing, missing.key, subject);
    }
  },
});

function observed(missing: MissingReference, key: string, subject: Subject): Observation {
  const { kind, name, state, confidence, uses, similar, object } = missing;
  const place = uses.length > 0 ? placesText(uses) : 'the pod';
  const keys = object.state === 'found' ? object.value.keys : undefined;
  const has = keys ? ` ${kind} ${name} has ${keys.length > 0 ? `the keys ${keys.join(', ')}` : 'no keys'}.` : '';
  const near = similar[0] ? ` ${similar[0]} is the nearest.` : '';
  const isVolume = uses.length > 0 && uses.every(({ via }) => via === 'volume');
  const effect = isVolume
    ? 'the volume cannot be made, and no container starts before it is'
    : 'the kubelet cannot build the environment of the container and does not create it';
  const explanation = {
    blocking: `The value for ${place} is to come from key ${key} of ${kind} ${name}, which exists and has no such key: ${effect}.${has}${near}`,
    ahead: `The value for ${place} is to come from key ${key} of ${kind} ${name}, which has no such key. The container cannot be created until it has.${has}${near}`,
    appeared: `Key ${key} of ${kind} ${name} was missing when the kubelet last tried and is there now; the kubelet tries again by itself within about a minute.`,
    vanished: `Key ${key} of ${kind} ${name}, which ${place} uses, is gone. The containers run on with the copy that they have; a new pod would not start.`,
  }[state];
  return {
    ...concerned(missing),
    ...byState[state],
    confidence,
    weight: state === 'blocking' ? 10 : 0,
    detail: kind === 'Secret' ? 'secret' : 'configmap',
    title: titleOf(missing, key),
    explanation,
    evidence: missingEvidence(missing),
    remedies: state === 'appeared' ? [] : remediesFor(missing, key, subject),
  };
}

function titleOf(missing: MissingReference, key: string): string {
  const { kind, name, state } = missing;
  const user = concerned(missing).container;
  const who = user ? `container ${user.name}` : 'it';
  if (state === 'appeared') return `${who} waited for key ${key} of ${kind} ${name}, which exists now`;
  if (state === 'vanished')
    return `key ${key} of ${kind} ${name} has been removed while ${user ? who : 'the pod'} runs`;
  return `${who} needs key ${key} of ${kind} ${name}, which has no such key`;
}

function remediesFor({ kind, name, similar, uses, object }: MissingReference, key: string, subject: Subject): Remedy[] {
  const remedies: Remedy[] = [];
  const [use] = uses;
  const [nearest] = similar;
  if (use && nearest) {
    const path = use.via === 'volume' ? use.path : `${use.path}.key`;
    remedies.push(
      replaceAt(
        subject,
        path,
        { from: key, to: nearest },
        {
          action: `Use key ${nearest} in ${placeText(use)}, if that is the one that was meant`,
          why: `it is in ${kind} ${name}, and ${key} is not`,
        },
      ),
    );
  }
  remedies.push(
    advise(
      `Add key ${key} to ${kind} ${name}`,
      'the pod starts by itself within a minute of that, without a new rollout',
    ),
  );
  if (object.state !== 'found' || !object.value.keys) {
    const describe = kubectl(subject, 'describe', kind.toLowerCase(), name);
    remedies.push(
      look(`See which keys ${kind} ${name} has`, 'describe shows the keys of a Secret without their values', describe),
    );
  }
  if (use) remedies.push(optionalRemedy(subject, use, `key ${key}`));
  return remedies;
}
