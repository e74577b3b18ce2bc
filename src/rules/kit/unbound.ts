import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import type { StorageClass } from '../../core/kubernetes.ts';
import { valueOf } from '../../core/lookup.ts';
import type { Subject } from '../../core/rule.ts';
import { byHand, claimTroubleKinds } from '../../facts/claim-trouble.ts';
import { nameOf } from '../../facts/metadata.ts';
import { blockOf } from '../../facts/scheduling.ts';
import type { VolumeMisfit } from '../../facts/volume-match.ts';
import { placementOf } from '../../fit/placement.ts';
import { describeClaim, stuckClaims, type StuckClaim } from './claims.ts';
import { fieldEvidence } from './evidence.ts';
import { advise, kubectlCluster, look } from './remedies.ts';
import { messageEvidence, namesText } from './scheduling.ts';

/** The scheduler complains of claims in which nothing wrong can be seen: they could not be read, or have just been made or bound. */
export function* unexplainedClaims(
  facts: Parameters<typeof stuckClaims>[0] & { readonly subject: Subject },
): Generator<Observation> {
  const scheduling = placementOf(facts);
  const block = blockOf(scheduling, 'claim-unbound', 'volume-gone');
  if (!scheduling || !block || stuckClaims(facts, ...claimTroubleKinds).length > 0) return;
  const { claims } = facts.storage;
  const unread = claims.filter(({ claim }) => valueOf(claim) === undefined).map(({ claimName }) => claimName);
  const names = namesText(unread.length > 0 ? unread : claims.map(({ claimName }) => claimName));
  const seen = unread.length === 0 && claims.length > 0;
  const bound = seen && claims.every(({ claim }) => valueOf(claim)?.status?.phase === 'Bound');
  yield {
    ...(seen ? { severity: 'info' as const, verdict: 'starting' as const } : {}),
    detail: bound ? 'bound-now' : seen ? 'being-bound' : 'not-read',
    confidence: seen ? 'certain' : 'likely',
    title: bound
      ? `its claims (${names}) are bound by now; the scheduler tries again`
      : seen
        ? `it waits for the volume of claim ${names}, which is being made`
        : `a claim that it mounts${names ? ` (${names})` : ''} has no volume`,
    explanation: bound
      ? 'When the scheduler last tried, a claim was not bound yet; they all are now, and it tries again by itself.'
      : seen
        ? 'The claim is new and nothing has gone wrong with it so far; the pod is placed when the volume is there.'
        : 'The scheduler looks at no node before the claims of the pod have volumes; which one lacks it, and why, could not be read.',
    evidence: [
      ...messageEvidence(scheduling),
      ...claims.map(({ claimName, claim }) =>
        fieldEvidence('claim', claimName, `phase ${valueOf(claim)?.status?.phase ?? 'not known'}`),
      ),
    ],
    remedies: seen ? [] : unread.slice(0, 2).map((name) => describeClaim(facts.subject, name)),
  };
}

/** What a claim without a volume lacks, as a headline. */
export function unboundTitle({ kind, claim, className = '', object, misfits }: StuckClaim): string {
  const name = `claim ${claim.claimName}`;
  const volume = object?.spec?.volumeName ?? '';
  const fitting = misfits.find(isFitting);
  if (fitting && (kind === 'no-class' || kind === 'static'))
    return `${name} is not bound, although volume ${fitting.name} looks as if it fits`;
  switch (kind) {
    case 'lost':
      return `${name} has lost its volume ${volume}`.trimEnd();
    case 'no-class':
      return `${name} is not bound: it names no StorageClass and no volume fits it`;
    case 'prebound':
      return `${name} is not bound to volume ${volume}, which it names`;
    case 'no-storage':
      return `${name} finds no node with enough free storage of class ${className}`;
    default:
      return `${name} is not bound: no volume of class ${className} fits it`;
  }
}

/** Why no volume serves the claim. */
export function unboundText(stuck: StuckClaim, classes: readonly StorageClass[] | undefined): string {
  const { kind, claim, className = '', object, storageClass, misfits } = stuck;
  const { accessModes = [], resources, storageClassName } = object?.spec ?? {};
  const asked = [resources?.requests?.['storage'], ...accessModes].filter(Boolean).join(' ');
  const brackets = asked && ` (${asked})`;
  const why = misfits.length > 0 ? ` ${misfits.slice(0, 3).map(misfitText).join('. ')}.` : '';
  switch (kind) {
    case 'lost':
      return `The volume that claim ${claim.claimName} was bound to does not exist any more, and a claim is never bound a second time. What was on the volume is out of reach unless its disk still exists.`;
    case 'no-class': {
      const none =
        storageClassName === ''
          ? 'The empty storageClassName means that a volume is bound by hand'
          : `The claim has no storageClassName and the cluster gave it none${defaultOf(classes) ? '' : ', as it has no default StorageClass'}`;
      return `${none}, so nothing makes a volume for it${brackets}.${why || ' No volume without a class is free either.'}`;
    }
    case 'prebound':
      return `The claim asks for exactly this volume and does not get it.${why}`;
    case 'no-storage':
      return `The driver of class ${className} reports how much it can still make on each node, and ${asked || 'what the claim asks'} is more than that anywhere the pod may run.`;
    default: {
      const nobody = storageClass
        ? `Class ${className} has no provisioner (${byHand}): somebody has to make its volumes`
        : `No StorageClass ${className} exists that could make one, so only an existing volume can serve the claim`;
      const state = misfits.some(isFitting)
        ? 'none is bound to'
        : misfits.length > 0
          ? 'none fits'
          : 'there is none for';
      return `${nobody}, and ${state} the claim${brackets}.${why}`;
    }
  }
}

/** Nobody has it and nothing is in its way, as far as can be seen. */
function isFitting({ why }: VolumeMisfit): boolean {
  return why.length === 0;
}

function misfitText({ name, why }: VolumeMisfit): string {
  return `Volume ${name} ${why.length > 0 ? namesText(why) : 'looks as if it fits'}`;
}

/** A volume that does not fit, with the reasons. */
export function misfitEvidence(misfit: VolumeMisfit): EvidenceItem {
  return fieldEvidence('claim', `PersistentVolume ${misfit.name}`, misfit.why.join('; ') || 'free and fitting');
}

function defaultOf(classes: readonly StorageClass[] | undefined): string | undefined {
  const isDefault = ({ metadata }: StorageClass): boolean =>
    metadata?.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ||
    metadata?.annotations?.['storageclass.beta.kubernetes.io/is-default-class'] === 'true';
  return classes?.find(isDefault)?.metadata?.name;
}

/** The class of the claim; for a claim without one the classes there are. */
export function classEvidence(
  { kind, storageClass, className = '' }: StuckClaim,
  classes: readonly StorageClass[] | undefined,
): EvidenceItem[] {
  if (kind === 'no-class' && classes) {
    const names = classes.map(nameOf);
    return [
      fieldEvidence(
        'claim',
        'StorageClasses',
        names.length > 0 ? `${namesText(names)}; default: ${defaultOf(classes) ?? 'none'}` : 'there are none',
      ),
    ];
  }
  return storageClass
    ? [
        fieldEvidence(
          'claim',
          `StorageClass ${className}`,
          `provisioner ${storageClass.provisioner ?? 'not given'}, ${storageClass.volumeBindingMode ?? 'Immediate'}`,
        ),
      ]
    : [];
}

/** How the claim gets a volume. */
export function unboundRemedies(
  subject: Subject,
  stuck: StuckClaim,
  classes: readonly StorageClass[] | undefined,
): Remedy[] {
  const { kind, claim, object, className } = stuck;
  const { accessModes = [], resources } = object?.spec ?? {};
  const size = String(resources?.requests?.['storage'] ?? 'the size asked');
  const modes = accessModes.join(', ');
  const see = look('See which volumes there are', 'STATUS Available means free', kubectlCluster('get', 'pv'));
  const again = 'the claim has to be deleted and made again';
  if (kind === 'lost') {
    return [
      advise(
        'Restore the volume from a backup or its disk, and make the claim again',
        'a lost claim never recovers',
        'the data on the old volume may be gone',
      ),
      describeClaim(subject, claim.claimName),
      see,
    ];
  }
  if (kind === 'no-storage')
    return [
      advise('Add storage to the nodes, or ask for less', 'the driver makes no more than it has', again),
      describeClaim(subject, claim.claimName),
    ];
  const make = advise(
    `Create a PersistentVolume ${className ? `of class ${className}` : 'without a class'} with at least ${size}${modes ? ` and ${modes}` : ''}`,
    'the claim is bound to it at once',
  );
  if (stuck.misfits.some(isFitting)) return [describeClaim(subject, claim.claimName), see, make];
  if (kind === 'no-class') {
    const names = (classes ?? []).map(nameOf);
    const one = names.length > 1 ? `one of ${namesText(names)}` : `StorageClass ${names.join('')}`;
    const choose = names.length > 0 ? one : 'a StorageClass with a provisioner';
    const orDefault = defaultOf(classes) === undefined ? ', or mark a StorageClass as the default' : '';
    return [advise(`Name ${choose} in the claim${orDefault}`, 'then a volume is made for it', again), make, see];
  }
  const small = stuck.misfits.find(({ free }) => free);
  const ask = small
    ? [advise(`Or ask for what volume ${small.name} offers`, `it is free: ${small.why.join('; ')}`, again)]
    : [];
  return [make, ...ask, see];
}
