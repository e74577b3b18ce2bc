import type { Context, PodScope, VolumeKind } from './context.ts';
import type { Field } from './field.ts';
import { similarNames } from '../similar.ts';
import { hasBackstep, localPath } from './paths.ts';
import type { Problems } from './problems.ts';

/** volumeMounts and volumeDevices of a container (ValidateVolumeMounts, ValidateVolumeDevices). */
export function validateMounts(context: Context, container: Field, { volumes }: PodScope): void {
  const mounts = container.child('volumeMounts');
  const given = mounts.items().filter((mount) => volumes.get(mount.child('name').text) !== 'dropped');
  const devices = container.child('volumeDevices').items();
  const paths = new Map<string, Field>();
  for (const mount of given) {
    const path = mount.child('mountPath');
    requireVolume(context.problems, mount.child('name'), volumes);
    if (path.text === '')
      context.problems.required(path, 'It is the path in the container at which the volume is seen.');
    const first = paths.get(path.text);
    if (first && path.text !== '') context.problems.duplicate(path, first);
    paths.set(path.text, path);
    validateSubPaths(context.problems, mount, mounts);
    validatePropagation(context.problems, mount, mounts, container);
  }
  validateDevices(context.problems, devices, volumes);
  forbidOverlap(context.problems, given, devices);
}

function requireVolume(problems: Problems, name: Field, volumes: ReadonlyMap<string, VolumeKind>): void {
  if (name.text === '') return problems.required(name, 'It names a volume of the pod.');
  if (volumes.has(name.text)) return;
  const declared = [...volumes.keys()];
  const [similar] = similarNames(name.text, declared);
  const others = declared.length === 0 ? 'The pod has no volumes.' : `The pod has ${declared.join(', ')}.`;
  const meant = similar === undefined ? others : `Perhaps ${similar} is meant. ${others}`;
  problems.within('volume-undeclared').invalid(name, { says: 'is not a volume of the pod', allowed: meant });
}

function validateSubPaths(problems: Problems, mount: Field, mounts: Field): void {
  const [plain, expression] = [mount.child('subPath'), mount.child('subPathExpr')];
  if (plain.text !== '') localPath(problems, plain.under(mounts, 'subPath'));
  if (expression.text === '') return;
  if (plain.text !== '') {
    problems.say(expression, 'the mount has both subPath and subPathExpr', 'At most one of them may be given.');
  }
  localPath(problems, expression.under(mounts, 'subPathExpr'));
}

function validatePropagation(problems: Problems, mount: Field, mounts: Field, container: Field): void {
  const propagation = mount.child('mountPropagation').under(mounts, 'mountPropagation');
  problems.oneOf(propagation, ['Bidirectional', 'HostToContainer', 'None']);
  if (propagation.text === 'Bidirectional' && container.at('securityContext', 'privileged').flag !== true) {
    problems.forbidden(propagation, 'Bidirectional mounts reach the node, so the container must be privileged.');
  }
  const recursive = mount.child('recursiveReadOnly').under(mounts, 'recursiveReadOnly');
  problems.oneOf(recursive, ['Disabled', 'Enabled', 'IfPossible']);
  if (recursive.text !== 'Enabled' && recursive.text !== 'IfPossible') return;
  if (mount.child('readOnly').flag !== true) {
    problems.forbidden(recursive, `recursiveReadOnly: ${recursive.text} needs readOnly: true.`);
  }
  if (propagation.isSet && propagation.text !== 'None') {
    problems.forbidden(recursive, `recursiveReadOnly: ${recursive.text} allows no mountPropagation but None.`);
  }
}

function validateDevices(
  problems: Problems,
  devices: readonly Field[],
  volumes: ReadonlyMap<string, VolumeKind>,
): void {
  const seen = { name: new Map<string, Field>(), devicePath: new Map<string, Field>() };
  for (const device of devices) {
    const [name, path] = [device.child('name'), device.child('devicePath')];
    requireVolume(problems, name, volumes);
    const kind = volumes.get(name.text);
    if (kind !== undefined && kind !== 'claim') {
      const allowed = 'Only persistentVolumeClaim and ephemeral volumes can be block devices.';
      problems.invalid(name, { says: 'is no volume that can be a device', allowed });
    }
    if (path.text === '') problems.required(path, 'It is the path of the device in the container.');
    else if (hasBackstep(path.text)) {
      problems.invalid(path, { says: "contains '..'", allowed: "No part of the path may be '..'." });
    }
    for (const [key, field] of [
      ['name', name],
      ['devicePath', path],
    ] as const) {
      if (field.text === '') continue;
      const first = seen[key].get(field.text);
      if (first) problems.duplicate(field, first);
      else seen[key].set(field.text, field);
    }
  }
}

/** A volume is mounted or a device, and a path is one of them. */
function forbidOverlap(problems: Problems, mounts: readonly Field[], devices: readonly Field[]): void {
  for (const mount of mounts) {
    const [name, path] = [mount.child('name'), mount.child('mountPath')];
    if (devices.some((device) => device.child('name').text === name.text && name.text !== '')) {
      problems.invalid(name, { says: 'is both mounted and a device', allowed: 'A volume is either, not both.' });
    }
    if (devices.some((device) => device.child('devicePath').text === path.text && path.text !== '')) {
      problems.invalid(path, { says: 'is the path of a device as well', allowed: 'Every path is used once.' });
    }
  }
}
