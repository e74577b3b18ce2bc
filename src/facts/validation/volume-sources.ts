import { validateClaimTemplate } from './claims.ts';
import type { Context } from './context.ts';
import { validateDownwardFiles } from './downward.ts';
import type { Field } from './field.ts';
import { dnsSubdomain } from './names.ts';
import { networkSources } from './network-volumes.ts';
import { fileMode, localNonReservedPath, localPath, noBacksteps } from './paths.ts';
import type { Problems } from './problems.ts';
import { validateProjected } from './projected.ts';
import { milliOf } from './resource-names.ts';

/** Checks one source of a volume; `volume` holds it. */
export type SourceCheck = (context: Context, source: Field, volume: Field) => void;

/** Where the API server names a source otherwise than its field. */
export const projectedNames: Readonly<Record<string, string>> = { gcePersistentDisk: 'persistentDisk' };

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function emptyDir({ problems }: Context, source: Field): void {
  const limit = source.child('sizeLimit');
  const size = limit.isSet ? milliOf(limit.value) : undefined;
  if (size !== undefined && size < 0n)
    problems.invalid(limit, { says: 'is negative', allowed: 'It must be 0 or more.' });
}

function hostPath({ problems }: Context, source: Field): void {
  const path = source.child('path');
  if (path.text === '') problems.required(path, 'It is the path on the node.');
  else {
    noBacksteps(problems, path);
    problems.oneOf(source.child('type'), hostPathTypes);
  }
}

function gitRepo({ problems }: Context, source: Field): void {
  const repository = source.child('repository');
  if (repository.text === '') problems.required(repository, 'It is the address of the repository.');
  localPath(problems, source.child('directory'));
}

function configMap({ problems }: Context, source: Field): void {
  const name = source.child('name');
  if (name.text === '') problems.required(name, 'It names the ConfigMap.');
  validateFiles(problems, source);
}

function secret({ problems }: Context, source: Field): void {
  const name = source.child('secretName');
  if (name.text === '') problems.required(name, 'It names the Secret.');
  validateFiles(problems, source);
}

function validateFiles(problems: Problems, source: Field): void {
  fileMode(problems, source.child('defaultMode'));
  for (const item of source.child('items').items()) validateKeyToPath(problems, item);
}

/** A key that becomes a file (validateKeyToPath). */
export function validateKeyToPath(problems: Problems, item: Field): void {
  const [key, path] = [item.child('key'), item.child('path')];
  if (key.text === '') problems.required(key, 'It names the key that becomes a file.');
  if (path.text === '') problems.required(path, 'It is the path of the file in the volume.');
  else localNonReservedPath(problems, path);
  fileMode(problems, item.child('mode'));
}

function nfs({ problems }: Context, source: Field): void {
  const [server, path] = [source.child('server'), source.child('path')];
  if (server.text === '') problems.required(server, 'It is the host that exports the directory.');
  if (path.text === '') problems.required(path, 'It is the directory that the server exports.');
  else if (!path.text.startsWith('/')) {
    problems.invalid(path, { says: 'is not absolute', allowed: "It must begin with '/'." });
  }
}

function claim({ problems }: Context, source: Field): void {
  const name = source.child('claimName');
  if (name.text === '') problems.required(name, 'It names the PersistentVolumeClaim.');
}

function downwardApi({ problems }: Context, source: Field): void {
  fileMode(problems, source.child('defaultMode'));
  validateDownwardFiles(problems, source);
}

const longestDriver = 63;

function csi({ problems }: Context, source: Field, volume: Field): void {
  const [driver, secretName] = [source.child('driver'), source.at('nodePublishSecretRef', 'name')];
  if (driver.text === '') problems.required(driver, 'It names the CSI driver.');
  else if (driver.text.length > longestDriver) {
    problems.invalid(driver, { says: 'is too long', allowed: `At most ${longestDriver} characters are allowed.` });
  } else problems.check(driver, dnsSubdomain(driver.text.toLowerCase()));
  if (!source.child('nodePublishSecretRef').isSet) return;
  if (secretName.text === '') problems.required(secretName, 'It names the Secret.');
  else problems.check(secretName.under(volume, 'csi', 'name'), dnsSubdomain(secretName.text));
}

function ephemeral(context: Context, source: Field): void {
  const template = source.child('volumeClaimTemplate');
  if (!template.isSet) context.problems.required(template, 'The claim of the volume is made from it.');
  else validateClaimTemplate(context, template);
}

function image({ problems }: Context, source: Field): void {
  const reference = source.child('reference');
  if (reference.text === '') problems.required(reference, 'It names the image.');
  problems.oneOf(source.child('pullPolicy'), ['Always', 'IfNotPresent', 'Never']);
}

/** Sources of volumes in the order in which the API server looks for them. */
export const volumeSources: Readonly<Record<string, SourceCheck>> = {
  emptyDir,
  hostPath,
  gitRepo,
  gcePersistentDisk: networkSources.gcePersistentDisk,
  awsElasticBlockStore: networkSources.awsElasticBlockStore,
  secret,
  nfs,
  iscsi: networkSources.iscsi,
  glusterfs: networkSources.glusterfs,
  flocker: networkSources.flocker,
  persistentVolumeClaim: claim,
  rbd: networkSources.rbd,
  cinder: networkSources.cinder,
  cephfs: networkSources.cephfs,
  quobyte: networkSources.quobyte,
  downwardAPI: downwardApi,
  fc: networkSources.fc,
  flexVolume: networkSources.flexVolume,
  configMap,
  azureFile: networkSources.azureFile,
  vsphereVolume: networkSources.vsphereVolume,
  photonPersistentDisk: networkSources.photonPersistentDisk,
  portworxVolume: networkSources.portworxVolume,
  azureDisk: networkSources.azureDisk,
  storageos: networkSources.storageos,
  projected: validateProjected,
  scaleIO: networkSources.scaleIO,
  csi,
  ephemeral,
  image,
};
