import type { Reference } from '../../core/evidence.ts';
import type { EvidenceItem, Observation, Remedy } from '../../core/finding.ts';
import type { Subject } from '../../core/rule.ts';
import type { MissingReference, MissingState } from '../../facts/missing-references.ts';
import { eventEvidence, fieldEvidence, waitingEvidence } from './evidence.ts';
import { advise, kubectl, kubectlCluster, look } from './remedies.ts';
import { addAt, replaceAt } from './spec-path.ts';

/** How bad it is, and what the pod is meanwhile. */
export const byState = {
  blocking: { severity: 'critical', verdict: 'failing' },
  ahead: { severity: 'warning', verdict: 'starting' },
  appeared: { severity: 'info', verdict: 'starting' },
  vanished: { severity: 'info', verdict: 'healthy' },
} as const satisfies Record<MissingState, Pick<Observation, 'severity' | 'verdict'>>;

/** `env DB_PASSWORD of container web`, `envFrom of container web`, `volume tls`. */
export function placeText({ via, holder = '', container }: Reference): string {
  if (via === 'volume') return `volume ${holder}`.trim();
  const of = container ? ` of container ${container.name}` : '';
  return via === 'envFrom' ? `envFrom${of}` : `env ${holder}${of}`;
}

/** Where the pod asks for the object, the first three places: `env A of container web, volume tls`. */
export function placesText(uses: readonly Reference[]): string {
  const places = [...new Set(uses.map(placeText))];
  const more = places.length > 3 ? ` and ${places.length - 3} more` : '';
  return `${places.slice(0, 3).join(', ')}${more}`;
}

/** The one container that is concerned: that which waits, else the only one that uses it. */
export function concerned({ blocked, uses }: MissingReference): Pick<Observation, 'container'> {
  const users = [...new Map(uses.map(({ container }) => [container?.name ?? '', container])).values()];
  const only = blocked.length === 1 ? blocked[0] : blocked.length === 0 && users.length === 1 ? users[0] : undefined;
  return only ? { container: only } : {};
}

/** What was seen: statuses, the event, the answer about the object, the place in the spec. */
export function missingEvidence(missing: MissingReference): EvidenceItem[] {
  const { kind, name, object, uses, blocked, event } = missing;
  const items = blocked.filter(({ waiting }) => waiting?.message).map(waitingEvidence);
  if (event) items.push(eventEvidence(event));
  if (object.state === 'absent') {
    items.push(fieldEvidence('reference', `${kind}/${name}`, object.assumed ?? 'no such object'));
  }
  if (object.state === 'found') {
    const keys = object.value.keys;
    items.push(
      fieldEvidence(
        'reference',
        `${kind}/${name}`,
        keys ? `exists with the keys ${keys.join(', ') || '(none)'}` : 'exists',
      ),
    );
  }
  for (const use of uses.slice(0, 3))
    items.push(fieldEvidence('spec', use.path, `${kind} ${name}${use.key ? `, key ${use.key}` : ''}`));
  return items;
}

/** What a missing ConfigMap or Secret is to the pod. */
export function missingObject(missing: MissingReference, subject: Subject): Observation {
  const { kind, name, state, confidence } = missing;
  const user = concerned(missing).container;
  const isVolume =
    missing.uses.length > 0 ? missing.uses.every(({ via }) => via === 'volume') : missing.blocked.length === 0;
  const who = user && !isVolume ? `container ${user.name}` : isVolume ? volumeWho(missing) : 'it';
  return {
    ...concerned(missing),
    ...byState[state],
    confidence,
    weight: state === 'blocking' ? 10 : 0,
    title: titleOf(missing, who),
    explanation: `${whatHappens(missing, isVolume, subject)}${likeText(missing)}`,
    evidence: missingEvidence(missing),
    remedies: state === 'appeared' ? [] : objectRemedies(missing, subject, `${kind} ${name}`),
  };
}

function volumeWho({ uses }: MissingReference): string {
  const names = [...new Set(uses.flatMap(({ holder }) => (holder ? [holder] : [])))];
  return names.length === 1 ? `its volume ${names[0]}` : 'a volume of it';
}

function titleOf({ kind, name, state }: MissingReference, who: string): string {
  if (state === 'appeared') return `${who} waited for ${kind} ${name}, which exists now`;
  if (state === 'vanished') return `${kind} ${name}, which ${who} uses, has been deleted while it runs`;
  return `${who} needs ${kind} ${name}, which does not exist`;
}

function whatHappens(missing: MissingReference, isVolume: boolean, { namespace }: Subject): string {
  const { kind, name, state, uses, object } = missing;
  const places = uses.length > 0 ? placesText(uses) : 'a volume';
  const wants = `${capitalised(places)} ${places.includes(', ') ? 'need' : 'needs'} ${kind} ${name}`;
  if (state === 'appeared') {
    return `${wants}. It was missing when the kubelet last tried and is there now; the kubelet tries again by itself within about a minute.`;
  }
  if (state === 'vanished') {
    return `${wants}, and the kubelet does not find it any more. The containers run on with the copy that they have; a new pod would not start.`;
  }
  const where = uses.length > 0 ? ` in namespace ${namespace}` : '';
  const guessed = missing.confidence !== 'certain' && object.state === 'absent';
  const known = guessed
    ? `there seems to be none${where}: ${object.assumed ?? 'none was found'}`
    : `there is none${where}`;
  if (state === 'ahead') {
    return `${wants}, and ${known}. The container has not come so far yet; it cannot be created before the object exists.`;
  }
  const effect = isVolume
    ? 'The kubelet mounts every volume before it starts anything, so all containers wait in ContainerCreating; it keeps trying.'
    : 'The kubelet cannot build the environment of the container, so it does not create it; it tries again every few seconds.';
  return `${wants}, and ${known}. ${effect}`;
}

function likeText({ similar, kind, state }: MissingReference): string {
  const [nearest] = similar;
  return nearest && (state === 'blocking' || state === 'ahead')
    ? ` The ${kind} with the nearest name is ${nearest}.`
    : '';
}

function capitalised(text: string): string {
  return text.startsWith('env ') || text.startsWith('envFrom') ? text : text.charAt(0).toUpperCase() + text.slice(1);
}

function objectRemedies(missing: MissingReference, subject: Subject, object: string): Remedy[] {
  const { kind, name, similar, uses } = missing;
  const plural = kind === 'Secret' ? 'secrets' : 'configmaps';
  const [nearest] = similar;
  const [use] = uses;
  const keys = [...new Set(uses.flatMap(({ key }) => (key ? [key] : [])))].sort();
  const remedies: Remedy[] = [];
  if (nearest && use) {
    remedies.push(
      replaceAt(
        subject,
        namePath(use),
        { from: name, to: nearest },
        {
          action: `Use ${kind} ${nearest} in ${placeText(use)}, if that is the one that was meant`,
          why: `${nearest} exists and its name is the nearest to ${name}`,
        },
      ),
    );
  }
  const withKeys = keys.length > 0 ? ` with the key${keys.length > 1 ? 's' : ''} ${keys.join(', ')}` : '';
  remedies.push(
    advise(
      `Create ${object} in namespace ${subject.namespace}${withKeys}`,
      'the pod starts by itself within a minute of that, without a new rollout',
    ),
    look(
      `See whether a ${kind} of that name exists in another namespace`,
      `a pod can only use a ${kind} of its own namespace`,
      kubectlCluster('get', plural, '-A', '--field-selector', `metadata.name=${name}`),
    ),
  );
  if (!nearest)
    remedies.push(look(`See which ${plural} there are`, 'the name may be misspelt', kubectl(subject, 'get', plural)));
  const optional = use ? optionalRemedy(subject, use, object) : undefined;
  return optional ? [...remedies, optional] : remedies;
}

/** Field path of the name within a reference: that of a Secret volume is called `secretName`. */
export function namePath({ kind, via, path }: Reference): string {
  const base = path.replace(/\.items\[\d+\]\.key$/, '');
  return kind === 'Secret' && via === 'volume' && /\]\.secret$/.test(base) && !base.includes('.projected.')
    ? `${base}.secretName`
    : `${base}.name`;
}

/** The way out where the program can do without it. */
export function optionalRemedy(subject: Subject, use: Reference, object: string): Remedy {
  const base = namePath(use).replace(/\.[^.]+$/, '');
  return addAt(
    subject,
    `${base}.optional`,
    true,
    { path: namePath(use), value: use.name },
    {
      action: `Set optional: true on ${placeText(use)}, if the program can do without ${object}`,
      why: 'an optional reference that is missing is left out and blocks nothing',
    },
  );
}
