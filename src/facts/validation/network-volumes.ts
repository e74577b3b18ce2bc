import type { Context } from './context.ts';
import type { Field } from './field.ts';
import { dnsLabel } from './names.ts';
import type { Problems } from './problems.ts';

/*
 * Volumes of storage systems that are named in the pod itself. Most are served by CSI drivers today; what the API server asks of them has
 * stayed.
 */

function required(problems: Problems, source: Field, ...names: readonly string[]): void {
  for (const name of names) {
    const field = source.child(name);
    if (field.text === '') problems.required(field, `A volume of this kind needs its ${name}.`);
  }
}

function secretName(problems: Problems, source: Field): void {
  const reference = source.child('secretRef');
  if (reference.isSet && reference.child('name').text === '') {
    problems.required(reference.child('name'), 'It names the Secret.');
  }
}

function monitors(problems: Problems, source: Field): void {
  const list = source.child('monitors');
  if (list.size === 0) problems.required(list, 'It lists the monitors of the Ceph cluster.');
}

function partition(problems: Problems, source: Field): void {
  if (source.child('partition').isSet) problems.inRange(source.child('partition'), 0, 255);
}

function initiator(problems: Problems, name: Field): void {
  const formats: readonly [string, RegExp][] = [
    ['iqn', /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/],
    ['eui', /^eui.[a-zA-Z0-9]{16}$/],
    ['naa', /^naa.[a-zA-Z0-9]{32}$/],
  ];
  const format = formats.find(([prefix]) => name.text.startsWith(prefix));
  if (format?.[1].test(name.text)) return;
  problems.invalid(name, {
    says: 'is not an iSCSI name',
    allowed: 'It begins with iqn., eui. or naa. and has their form.',
  });
}

function iscsi({ problems }: Context, source: Field, volume: Field): void {
  required(problems, source, 'targetPortal', 'iqn');
  if (source.child('iqn').text !== '') initiator(problems, source.child('iqn'));
  if (source.child('lun').isSet) problems.inRange(source.child('lun'), 0, 255);
  const chap = ['chapAuthDiscovery', 'chapAuthSession'].some((name) => source.child(name).flag === true);
  if (chap && !source.child('secretRef').isSet) problems.required(source.child('secretRef'), 'CHAP needs a Secret.');
  const name = source.child('initiatorName');
  if (!name.isSet) return;
  initiator(problems, name.under(source, 'initiatorname'));
  const together = `${volume.child('name').text}:${source.child('targetPortal').text}`;
  if (together.length > 64) {
    problems.invalid(volume.child('name'), {
      says: 'is too long',
      allowed: 'With the targetPortal it may have 63 characters.',
    });
  }
}

function flocker({ problems }: Context, source: Field): void {
  const [name, uuid] = [source.child('datasetName'), source.child('datasetUUID')];
  if ((name.text === '') === (uuid.text === '')) {
    const title = uuid.text === '' ? 'the volume names no dataset' : 'the volume has both datasetName and datasetUUID';
    problems.say(source, title, 'It needs either datasetName or datasetUUID.');
  }
  if (name.text.includes('/')) problems.invalid(name, { says: "contains '/'", allowed: "'/' is not allowed." });
}

function quobyte({ problems }: Context, source: Field): void {
  const registry = source.child('registry');
  const wrong = registry.text.split(',').some((pair) => !/^(?:[^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair));
  if (registry.text === '') required(problems, source, 'registry');
  else if (source.child('tenant').text.length >= 65) {
    problems.invalid(source.child('tenant'), { says: 'is too long', allowed: 'At most 64 characters are allowed.' });
  } else if (wrong)
    problems.invalid(registry, { says: 'is not HOST:PORT', allowed: 'It is HOST:PORT, or several with commas.' });
  required(problems, source, 'volume');
}

function fc({ problems }: Context, source: Field): void {
  const [names, ids, lun] = [source.child('targetWWNs'), source.child('wwids'), source.child('lun')];
  if (names.size > 0 === ids.size > 0) {
    const title = names.size === 0 ? 'the volume names no disk' : 'the volume has both targetWWNs and wwids';
    problems.say(names, title, 'It needs either targetWWNs or wwids.');
  }
  if (names.size === 0) return;
  if (!lun.isSet) problems.required(lun, 'targetWWNs need the number of the unit.');
  else problems.inRange(lun, 0, 255);
}

function flexVolume({ problems }: Context, source: Field): void {
  required(problems, source, 'driver');
  for (const [key, option] of source.child('options').entries()) {
    if (!/(^|\.)(kubernetes|k8s)\.io$/.test((key.split('/')[0] ?? '').toLowerCase())) continue;
    problems.say(option, `the option ${key} is reserved`, 'kubernetes.io and k8s.io belong to Kubernetes itself.');
  }
}

function azureDisk({ problems }: Context, source: Field): void {
  required(problems, source, 'diskName', 'diskURI');
  const [kind, uri] = [source.child('kind'), source.child('diskURI')];
  problems.oneOf(source.child('cachingMode'), ['None', 'ReadOnly', 'ReadWrite']);
  problems.oneOf(kind, ['Dedicated', 'Managed', 'Shared']);
  if (!kind.isSet || uri.text === '') return;
  const [start, what] = kind.text === 'Managed' ? ['/subscriptions/', 'a managed disk'] : ['https://', 'a blob'];
  if (!uri.text.startsWith(start)) {
    problems.invalid(uri, { says: `is not ${what}`, allowed: `For kind ${kind.text} it begins with ${start}` + '.' });
  }
}

function storageos({ problems }: Context, source: Field): void {
  const [name, namespace] = [source.child('volumeName'), source.child('volumeNamespace')];
  if (name.text === '') required(problems, source, 'volumeName');
  else problems.check(name, dnsLabel(name.text));
  if (namespace.text !== '') problems.check(namespace, dnsLabel(namespace.text));
  secretName(problems, source);
}

type Check = (context: Context, source: Field, volume: Field) => void;

function needs(...names: readonly string[]): Check {
  return ({ problems }, source) => required(problems, source, ...names);
}

export const networkSources = {
  gcePersistentDisk: ({ problems }, source) => {
    required(problems, source, 'pdName');
    partition(problems, source);
  },
  awsElasticBlockStore: ({ problems }, source) => {
    required(problems, source, 'volumeID');
    partition(problems, source);
  },
  iscsi,
  glusterfs: needs('endpoints', 'path'),
  flocker,
  rbd: ({ problems }, source) => {
    monitors(problems, source);
    required(problems, source, 'image');
  },
  cinder: ({ problems }, source) => {
    required(problems, source, 'volumeID');
    secretName(problems, source);
  },
  cephfs: ({ problems }, source) => monitors(problems, source),
  quobyte,
  fc,
  flexVolume,
  azureFile: needs('secretName', 'shareName'),
  vsphereVolume: needs('volumePath'),
  photonPersistentDisk: needs('pdID'),
  portworxVolume: needs('volumeID'),
  azureDisk,
  storageos,
  scaleIO: needs('gateway', 'system', 'volumeName'),
} satisfies Record<string, Check>;
