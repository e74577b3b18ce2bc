import type { Context, VolumeKind } from './context.ts';
import type { Field } from './field.ts';
import { dnsLabel, dnsSubdomain } from './names.ts';
import type { Problems } from './problems.ts';
import { projectedNames, volumeSources, type SourceCheck } from './volume-sources.ts';

/** Names that the API server gives to fields in this one check. */
const misnamed: Readonly<Record<string, string>> = { downwardAPI: 'downwarAPI' };

/** ValidateVolumes. `podName`: of a pod that has its name already, whose ephemeral volumes become claims. Gives the volumes by name. */
export function validateVolumes(context: Context, volumes: Field, podName: string): Map<string, VolumeKind> {
  const kinds = new Map<string, VolumeKind>();
  const first = new Map<string, Field>();
  const dropped = (volume: Field): boolean => volume.child('image').isSet && !context.has('imageVolume');
  for (const volume of volumes.items().filter(dropped)) kinds.set(volume.child('name').text, 'dropped');
  const kept = volumes.items().filter((volume) => !dropped(volume));
  for (const volume of kept.map((one, index) => one.named(`${volumes.path}[${index}]`))) {
    const name = volume.child('name');
    validateSource(context, volume, podName);
    if (name.text === '') context.problems.required(name, 'Every volume has a name, by which containers mount it.');
    else context.problems.check(name, dnsLabel(name.text));
    const before = first.get(name.text);
    if (before) context.problems.duplicate(name, before);
    else if (name.text !== '') {
      first.set(name.text, name);
      kinds.set(name.text, kindOf(volume));
    }
  }
  if (podName !== '') forbidOwnClaims(context.problems, volumes, podName);
  return kinds;
}

function kindOf(volume: Field): VolumeKind {
  if (volume.child('persistentVolumeClaim').isSet || volume.child('ephemeral').isSet) return 'claim';
  return volume.child('emptyDir').isSet ? 'emptyDir' : 'other';
}

/** Exactly one source, and that one well-formed (validateVolumeSource). A volume without one is an emptyDir by then. */
function validateSource(context: Context, volume: Field, podName: string): void {
  const { problems } = context;
  const given = Object.entries(volumeSources).filter(([source]) => volume.child(source).isSet);
  const [first, ...others] = given;
  if (!first) return;
  const [source, check]: [string, SourceCheck] = first;
  const field = volume.child(source);
  check(context, field.named(`${volume.path}.${projectedNames[source] ?? source}`), volume);
  for (const [other] of others) {
    const at = volume.child(other).named(`${volume.path}.${misnamed[other] ?? other}`);
    problems.say(at, `volume has both ${source} and ${other}`, 'A volume has exactly one source.');
  }
  if (source !== 'ephemeral' || podName === '' || volume.child('name').text === '') return;
  const claim = `${podName}-${volume.child('name').text}`;
  const fault = dnsSubdomain(claim);
  if (fault) problems.say(volume.child('name'), `its claim ${claim} ${fault.says}`, fault.allowed);
}

/** A claim that the pod makes for an ephemeral volume may not be mounted by its name. */
function forbidOwnClaims(problems: Problems, volumes: Field, podName: string): void {
  const own = volumes.items().filter((volume) => volume.child('ephemeral').isSet);
  const claims = new Set(own.map((volume) => `${podName}-${volume.child('name').text}`));
  for (const volume of volumes.items()) {
    const name = volume.at('persistentVolumeClaim', 'claimName');
    if (!claims.has(name.text)) continue;
    problems.invalid(name, { says: 'is the claim of an ephemeral volume of this pod', allowed: 'Name another claim.' });
  }
}
