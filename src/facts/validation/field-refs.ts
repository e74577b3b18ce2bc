import type { Field } from './field.ts';
import { qualifiedName } from './names.ts';
import type { Problems } from './problems.ts';

/** The downward API's reference to a field of the pod (validateObjectFieldSelector). */
export function validateFieldRef(problems: Problems, reference: Field, allowed: readonly string[]): void {
  const [version, path] = [reference.child('apiVersion'), reference.child('fieldPath')];
  if (path.text === '') {
    problems.required(path, `It names a field of the pod: ${allowed.join(', ')}.`);
    return;
  }
  if (version.isSet && version.text !== 'v1' && version.text !== '') {
    problems.invalid(version.under(reference, 'fieldPath'), { says: 'is not v1', allowed: 'Only v1 is allowed.' });
    return;
  }
  const [, map, key] = /^(.+?)\['(.*)'\]$/s.exec(path.text) ?? [];
  if (map !== undefined && key !== undefined && !path.text.startsWith("['")) {
    validateSubscript(problems, path, reference, map, key);
    return;
  }
  const plain = path.text === 'spec.host' ? 'spec.nodeName' : path.text;
  if (allowed.includes(plain)) return;
  problems.unsupported(
    path,
    [...allowed, "metadata.labels['KEY']", "metadata.annotations['KEY']"],
    'a field that can be read',
  );
}

function validateSubscript(problems: Problems, path: Field, reference: Field, map: string, key: string): void {
  if (map !== 'metadata.labels' && map !== 'metadata.annotations') {
    const allowed = 'Only metadata.labels and metadata.annotations have keys.';
    problems.invalid(path, { says: 'asks for a key of something that has none', allowed });
    return;
  }
  const fault = qualifiedName(map === 'metadata.labels' ? key : key.toLowerCase());
  if (fault) problems.say(path.named(reference.path), `the key ${JSON.stringify(key)} ${fault.says}`, fault.allowed);
}

const resources = ['cpu', 'memory', 'ephemeral-storage'].flatMap((name) => [`limits.${name}`, `requests.${name}`]);

/** The downward API's reference to a container's resource (validateContainerResourceFieldSelector). */
export function validateResourceFieldRef(problems: Problems, reference: Field, inVolume: boolean): void {
  const [container, resource] = [reference.child('containerName'), reference.child('resource')];
  if (inVolume && container.text === '') {
    problems.required(container, 'A volume is of the whole pod, so it must say whose resource is meant.');
  } else if (resource.text === '') {
    problems.required(resource, `It names a resource of the container: ${resources.join(', ')}.`);
  } else if (!resources.includes(resource.text) && !/^(limits|requests)\.hugepages-/.test(resource.text)) {
    problems.unsupported(resource, resources, 'a resource that can be read');
  }
  validateDivisor(problems, reference.child('divisor'), resource.text);
}

/** Units in which a resource may be told, in the form that Kubernetes brings a quantity into. */
const byteUnits = [
  '1',
  ...['k', 'M', 'G', 'T', 'P', 'E'].flatMap((unit) => [`1${unit}`, `1${unit === 'k' ? 'K' : unit}i`]),
];

function validateDivisor(problems: Problems, divisor: Field, resource: string): void {
  const text = canonical(String(divisor.value ?? '0'));
  if (text === undefined || text === '0') return;
  const cpu = /^(limits|requests)\.cpu$/.test(resource);
  const bytes = /^(limits|requests)\.(memory|ephemeral-storage|hugepages-.*)$/.test(resource);
  const units = cpu ? ['1m', '1'] : byteUnits;
  if ((!cpu && !bytes) || units.includes(text)) return;
  problems.invalid(divisor, { says: 'is not a unit for it', allowed: `Allowed: ${units.join(', ')}.` });
}

const decimalUnits = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const binaryUnits = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];

/** A quantity that is one of its units, as Kubernetes writes it (`1000m` is `1`); itself where it is no such; undefined for none. */
function canonical(text: string): string | undefined {
  const match = /^\+?0*(\d*)(?:\.(\d*?)0*)?([numkMGTPE]|[KMGTPE]i)?$/.exec(text);
  if (!match) return text;
  const [, whole = '', fraction = '', unit = ''] = match;
  if (whole === '' && fraction === '') return '0';
  const binary = unit.endsWith('i');
  const index = (binary ? binaryUnits : decimalUnits).indexOf(unit);
  const amount = Number(`${whole}.${fraction}`);
  const steps = Math.log(amount) / Math.log(binary ? 1024 : 1000);
  const rounded = Math.round(steps);
  if (Math.abs(steps - rounded) > 1e-12) return text;
  const target = (binary ? binaryUnits : decimalUnits)[index + rounded];
  return target === undefined ? text : `1${target}`;
}
