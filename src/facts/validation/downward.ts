import type { Field } from './field.ts';
import { validateFieldRef, validateResourceFieldRef } from './field-refs.ts';
import { fileMode, localNonReservedPath } from './paths.ts';
import type { Problems } from './problems.ts';

const fieldPaths = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'];

/** Files that hold fields of the pod (validateDownwardAPIVolumeFile). The API server names the source, not the item. */
export function validateDownwardFiles(problems: Problems, source: Field): void {
  for (const item of source.child('items').items()) {
    const file = item.named(source.path);
    const path = file.child('path');
    if (path.text === '') problems.required(path, 'It is the path of the file in the volume.');
    else localNonReservedPath(problems, path);
    const [field, resource] = [file.child('fieldRef'), file.child('resourceFieldRef')];
    if (field.isSet) validateFieldRef(problems, field, fieldPaths);
    else if (resource.isSet) validateResourceFieldRef(problems, resource, true);
    else problems.say(file, 'the file has no content', 'It needs either fieldRef or resourceFieldRef.');
    if (field.isSet && resource.isSet) {
      problems.say(file, 'the file has both fieldRef and resourceFieldRef', 'Exactly one of them may be given.');
    }
    fileMode(problems, file.child('mode'));
  }
}
