// What the bundles are made of: their licences in one text, and a list for machines (CycloneDX).
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Packages of which anything is in the bundles, by name. */
export function bundledPackages(metafile) {
  const inputs = Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const folders = new Set(
    inputs.flatMap((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input.replace(/^[\w-]+:/, ''))?.[0] ?? []),
  );
  return [...folders]
    .map((folder) => {
      const path = join(root, folder.slice(folder.indexOf('node_modules')));
      const { name, version, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      return { name, version, license: typeof license === 'string' ? license : 'NOASSERTION', text: licenseText(path) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function licenseText(folder) {
  const files = readdirSync(folder).filter((name) => /^(licen[sc]e|copying|notice)(\.|-|$)/i.test(name));
  if (files.length > 0) return files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  // Some state their licence in the README only.
  const readme = join(folder, 'README.md');
  const section = existsSync(readme) ? /^#+ *licen[sc]e[^]*$/im.exec(readFileSync(readme, 'utf8'))?.[0] : undefined;
  if (section === undefined) throw new Error(`${folder} carries no text of its licence`);
  return section.trim();
}

export function thirdPartyLicenses(packages) {
  const parts = packages.map(({ name, version, license, text }) => {
    return `${name} ${version} (${license})\n${'-'.repeat(78)}\n${text}\n`;
  });
  return `kubectl-podlife contains parts of these packages.\n\n${parts.join(`\n${'='.repeat(78)}\n\n`)}`;
}

/** `binaries`: sha256 of Node by platform. There is no time in it and no random number: the same input gives the same bytes. */
export function sbom({ version, packages, nodeVersion, binaries }) {
  const component = (type, name, itsVersion, license, purl) => ({
    type,
    'bom-ref': purl,
    name,
    version: itsVersion,
    licenses: [license.includes(' ') ? { expression: license } : { license: { id: license } }],
    purl,
  });
  const podlife = component(
    'application',
    'kubectl-podlife',
    version,
    'Apache-2.0',
    `pkg:npm/kubectl-podlife@${version}`,
  );
  const bundled = packages.map(({ name, version: its, license }) =>
    component('library', name, its, license, `pkg:npm/${name.replace('@', '%40')}@${its}`),
  );
  const node = Object.entries(binaries).map(([platform, content]) => ({
    ...component('platform', 'node', nodeVersion, 'MIT', `pkg:generic/node@${nodeVersion}?platform=${platform}`),
    hashes: [{ alg: 'SHA-256', content }],
  }));
  const components = [...bundled, ...node];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { component: podlife },
    components,
    dependencies: [{ ref: podlife['bom-ref'], dependsOn: components.map((one) => one['bom-ref']) }],
  };
}
