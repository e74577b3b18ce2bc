// Writes src/facts/schema/fields.ts: the fields of every kind, from the OpenAPI documents that Kubernetes publishes.
// node krew/generate-schema.mjs FOLDER, where FOLDER holds one folder a version (1.31 …) with the components.schemas of its documents.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const target = join(import.meta.dirname, '../src/facts/schema/fields.ts');

/** Types that are no objects with fields of their own. */
const scalars = {
  'apimachinery.pkg.api.resource.Quantity': 'q',
  'apimachinery.pkg.apis.meta.v1.Time': 't',
  'apimachinery.pkg.apis.meta.v1.MicroTime': 't',
  'apimachinery.pkg.util.intstr.IntOrString': 'o',
  'apimachinery.pkg.apis.meta.v1.FieldsV1': 'a',
  'apimachinery.pkg.apis.meta.v1.Patch': 'a',
  'apimachinery.pkg.runtime.RawExtension': 'a',
};

const formats = { int32: 'i', int64: 'l', byte: 'y' };

/** The text of the table for the versions in a folder. */
export function fieldTable(folder) {
  const versions = readdirSync(folder)
    .filter((name) => /^\d+\.\d+$/.test(name))
    .sort((a, b) => minor(a) - minor(b));
  const seen = new Map();
  const kinds = new Map();
  for (const version of versions) collect(join(folder, version), minor(version), seen, kinds);
  const newest = minor(versions.at(-1));
  const oldest = minor(versions[0]);
  const names = shortNames(seen.keys());
  const reachable = reach([...kinds.keys()], seen);
  const typeLines = [...reachable]
    .map((type) => `${names.get(type)} ${fieldsOf(seen.get(type), names, oldest, newest).join(' ')}`.trim())
    .sort();
  const kindLines = [...kinds]
    .map(
      ([type, { group, version, kind }]) =>
        `${group === '' ? version : `${group}/${version}`} ${kind} ${names.get(type)}`,
    )
    .sort();
  return module_(versions, kindLines, typeLines);
}

function minor(version) {
  return Number(version.split('.')[1]);
}

function collect(folder, version, seen, kinds) {
  for (const file of readdirSync(folder).sort()) {
    const partial = !['api__v1.json', 'apis__apps__v1.json', 'apis__batch__v1.json'].includes(file);
    for (const [id, schema] of Object.entries(JSON.parse(readFileSync(join(folder, file), 'utf8')))) {
      const type = id.replace(/^io\.k8s\./, '');
      if (scalars[type] || !schema.properties) continue;
      const known = seen.get(type) ?? { partial: true, fields: new Map() };
      seen.set(type, known);
      known.partial &&= partial;
      for (const [name, property] of Object.entries(schema.properties)) {
        const field = known.fields.get(name) ?? { since: version };
        known.fields.set(name, { ...field, until: version, type: typeOf(property) });
      }
      const gvks = schema['x-kubernetes-group-version-kind'] ?? [];
      const isObject = known.fields.get('metadata')?.type === '#apimachinery.pkg.apis.meta.v1.ObjectMeta';
      if (gvks.length === 1 && isObject) kinds.set(type, gvks[0]);
    }
  }
}

/** `s`, `i`, `{q}` …; of objects the whole name: `[#api.core.v1.Container]`. */
function typeOf(property) {
  const reference = property.$ref ?? (property.allOf?.length === 1 ? property.allOf[0].$ref : undefined);
  if (reference) {
    const name = reference.replace(/^.*\/(io\.k8s\.)?/, '');
    return scalars[name] ?? `#${name}`;
  }
  if (property.type === 'array') return `[${typeOf(property.items)}]`;
  if (property.type === 'object')
    return property.additionalProperties ? `{${typeOf(property.additionalProperties)}}` : 'a';
  if (property.type === 'boolean') return 'b';
  return formats[property.format] ?? (property.type === 'string' ? 's' : fail(property));
}

function fail(property) {
  throw new Error(`no type for ${JSON.stringify(property)}`);
}

/** `Container` for `api.core.v1.Container`; with its group where two groups have the name. */
function shortNames(types) {
  const all = [...types];
  const last = (type) => type.split('.').at(-1);
  return new Map(
    all.map((type) => {
      const alone = all.filter((other) => last(other) === last(type)).length === 1;
      return [type, alone || type.startsWith('api.core.') ? last(type) : type.split('.').slice(-3).join('.')];
    }),
  );
}

function reach(roots, seen) {
  const reached = new Set();
  const visit = (type) => {
    if (reached.has(type)) return;
    reached.add(type);
    for (const { type: inner } of seen.get(type).fields.values()) {
      const next = /#([\w.]+)/.exec(inner)?.[1];
      if (next) visit(next);
    }
  };
  roots.forEach(visit);
  return reached;
}

/** `image:s`, `ports:[ContainerPort]`, `restartPolicyRules:[ContainerRestartRule]34-` for what came later, `-32` for what is gone. */
function fieldsOf({ partial, fields }, names, oldest, newest) {
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { type, since, until }]) => {
      const short = type.replace(/#([\w.]+)/, (_, inner) => names.get(inner));
      const from = since > oldest && !partial ? String(since) : '';
      const to = until < newest ? String(until) : '';
      return `${name}:${short}${from || to ? `@${from}-${to}` : ''}`;
    });
}

function module_(versions, kindLines, typeLines) {
  return [
    '// Generated by krew/generate-schema.mjs from the OpenAPI documents of Kubernetes. Not to be edited.',
    '/* eslint max-lines: off */',
    '',
    '/** Versions of Kubernetes that the table knows, the oldest first. */',
    `export const versions: readonly string[] = [${versions.map((version) => `'${version}'`).join(', ')}];`,
    '',
    '/** A line a kind: apiVersion, kind, type. */',
    `export const kindTable = \`\\\n${kindLines.join('\n')}\`;`,
    '',
    '/**',
    ' * A line a type: its name and its fields. A field is `name:type`, with `@34-` if it came with 1.34 and `@-32` if 1.32 was the last to have it. Types: `s` string,',
    ' * `i` int32, `l` int64, `b` bool, `q` quantity, `o` int or string, `t` time, `y` base64, `a` anything, `[…]` list, `{…}` map, else the name of a line.',
    ' */',
    `export const typeTable = \`\\\n${typeLines.join('\n')}\`;`,
    '',
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const folder = process.argv[2] ?? '../shared/openapi';
  if (!existsSync(folder)) throw new Error(`${folder} does not exist`);
  writeFileSync(target, fieldTable(folder));
}
