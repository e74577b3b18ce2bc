import type { Context } from './context.ts';
import { validateDownwardFiles } from './downward.ts';
import type { Field } from './field.ts';
import { fileMode, localNonReservedPath } from './paths.ts';
import type { Problems } from './problems.ts';
import { validateKeyToPath } from './volume-sources.ts';

const seconds = { least: 600, most: 2 ** 32 };

/** Sources that no version has on by default are dropped: clusterTrustBundle, podCertificate. */
const known = ['secret', 'configMap', 'downwardAPI', 'serviceAccountToken'];

/** Several sources in one volume (validateProjectedVolumeSource). */
export function validateProjected({ problems }: Context, projected: Field): void {
  fileMode(problems, projected.child('defaultMode'));
  const paths = new Map<string, Field>();
  for (const source of projected.child('sources').items()) {
    for (const name of ['secret', 'configMap']) validateKeys(problems, source.child(name));
    validateDownwardFiles(problems, source.child('downwardAPI'));
    validateToken(problems, source.child('serviceAccountToken'), projected);
    if (known.filter((name) => source.child(name).isSet).length > 1) {
      problems.say(source, 'a projected source has several kinds', 'Each entry of sources has exactly one.');
    }
    for (const name of ['secret', 'configMap', 'downwardAPI']) {
      for (const item of source.at(name, 'items').items()) {
        const path = item.child('path');
        const first = paths.get(path.text);
        if (first && path.text !== '') problems.within('invalid-value').duplicate(path.named(projected.path), first);
        else paths.set(path.text, path);
      }
    }
  }
}

function validateKeys(problems: Problems, source: Field): void {
  if (!source.isSet) return;
  const name = source.child('name');
  if (name.text === '') problems.required(name, 'It names the object whose keys become files.');
  for (const item of source.child('items').items()) validateKeyToPath(problems, item);
}

function validateToken(problems: Problems, token: Field, projected: Field): void {
  if (!token.isSet) return;
  const [expiration, path] = [token.child('expirationSeconds'), token.child('path')];
  const { number } = expiration;
  if (number !== undefined && (number < seconds.least || number > seconds.most)) {
    const allowed = `It must be from ${seconds.least} (10 min) to ${seconds.most} seconds.`;
    problems.invalid(expiration, { says: 'is out of range', allowed });
  }
  const at = path.under(projected, 'path');
  if (path.text === '') problems.required(at, 'It is the path of the token in the volume.');
  else localNonReservedPath(problems, at);
}
