/** The parts of an image reference, defaults applied as the runtimes apply them. */
export interface ImageReference {
  /** Host with port, as a pull reaches it: `docker.io`, `localhost:5000`. */
  readonly registry: string;
  readonly host: string;
  readonly port?: number;
  /** `library/nginx`, without the registry. */
  readonly repository: string;
  /** As written; where there is neither tag nor digest the kubelet takes `latest`. */
  readonly tag?: string;
  readonly digest?: string;
  /** What the reference leads to may change: no digest, and the tag `latest` or none. */
  readonly movable: boolean;
}

/** Why a text is no image reference, and what may have been meant. */
export interface ReferenceProblem {
  /** One clause: `it contains upper-case letters`. */
  readonly problem: string;
  /** The text without its fault, where that makes it a valid reference. */
  readonly suggestion?: string;
}

const defaultRegistry = 'docker.io';
const officialPrefix = 'library/';
const longestName = 255;

/* The grammar of github.com/distribution/reference, regexp.go. */
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const repositoryPattern = new RegExp(`^${component}(?:/${component})*$`);
const label = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const registryPattern = new RegExp(`^(${label}(?:\\.${label})*|\\[[a-fA-F0-9:]+\\])(?::([0-9]+))?$`);
const tagPattern = /^\w[\w.-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}$/;
const imageId = /^[a-f0-9]{64}$/;

/** Splits an image reference (distribution/reference, ParseNormalizedNamed); undefined where it cannot be parsed. */
export function parseImageReference(text: string): ImageReference | undefined {
  const { name, tag, digest } = split(text);
  if (imageId.test(text)) return undefined;
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  if (digest !== undefined && !isDigest(digest)) return undefined;
  const { registry, repository } = splitDomain(name);
  const domain = registryPattern.exec(registry);
  const host = domain?.[1];
  if (host === undefined || !repositoryPattern.test(repository)) return undefined;
  if (registry.length + 1 + repository.length > longestName) return undefined;
  return {
    registry,
    host,
    ...(domain?.[2] ? { port: Number(domain[2]) } : {}),
    repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    movable: digest === undefined && (tag === undefined || tag === 'latest'),
  };
}

/** The whole name that a runtime asks for: registry, repository, tag (`latest` where neither tag nor digest is given), digest. */
export function formatImageReference({ registry, repository, tag, digest }: ImageReference): string {
  const version = tag ?? (digest === undefined ? 'latest' : undefined);
  return `${registry}/${repository}${version === undefined ? '' : `:${version}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** Whether two texts name the same image: `nginx` and `docker.io/library/nginx:latest` do. */
export function sameImage(a: string, b: string): boolean {
  const [one, other] = [parseImageReference(a), parseImageReference(b)];
  return one && other ? formatImageReference(one) === formatImageReference(other) : a === b;
}

/** What is wrong with a text that cannot be parsed; undefined where nothing is. */
export function referenceProblem(text: string): ReferenceProblem | undefined {
  if (parseImageReference(text)) return undefined;
  const suggestion = [withoutFaults(text), withoutFaults(text).toLowerCase()].find(
    (candidate) => candidate !== text && parseImageReference(candidate),
  );
  return { problem: problemOf(text), ...(suggestion === undefined ? {} : { suggestion }) };
}

function problemOf(text: string): string {
  const { name, tag, digest } = split(text);
  const { registry, repository } = splitDomain(name);
  if (text === '') return 'it is empty';
  if (/\s/.test(text)) return text.trim() === text ? 'it contains white space' : 'it begins or ends with white space';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'it begins with a URL scheme, which no image reference has';
  if (/[${}<>]/.test(text)) return 'it contains a placeholder that nothing has filled in';
  if (imageId.test(text)) return 'it is a bare image ID, not a name';
  if (text.startsWith('/') || text.endsWith('/') || text.includes('//')) return 'it has an empty part between slashes';
  if (text.endsWith(':') || text.includes(':@')) return 'it has a colon and no tag behind it';
  if (text.endsWith('@') || (digest !== undefined && !isDigest(digest)))
    return `its digest ${digest ?? ''} is not sha256: and 64 hexadecimal digits`;
  if (tag !== undefined && !tagPattern.test(tag))
    return `its tag ${tag} is not one (letters, digits, _ . -, at most 128)`;
  if (repository.includes(':')) return 'it has more than one tag';
  if (/[A-Z]/.test(repository)) return `its repository name ${repository} contains upper-case letters`;
  if (!registryPattern.test(registry)) return `its registry ${registry} is not a host name`;
  if (registry.length + 1 + repository.length > longestName) return `its name is longer than ${longestName} characters`;
  return `its repository name ${repository} has characters that are not allowed`;
}

/** White space, a URL scheme, doubled and outer slashes, an empty tag taken off. */
function withoutFaults(text: string): string {
  return text
    .replace(/\s+/g, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
    .replace(/\/{2,}/g, '/')
    .replace(/^\/+|[/:@]+$/g, '');
}

function split(text: string): { name: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const rest = at < 0 ? text : text.slice(0, at);
  const colon = rest.lastIndexOf(':');
  const tag = colon > rest.lastIndexOf('/') ? rest.slice(colon + 1) : undefined;
  return {
    name: tag === undefined ? rest : rest.slice(0, colon),
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}

/** splitDockerDomain of distribution/reference: the first part is a registry if it looks like a host, else Docker Hub is meant. */
function splitDomain(name: string): { registry: string; repository: string } {
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const isHost = first !== '' && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase());
  const registry = !isHost || first === 'index.docker.io' ? defaultRegistry : first;
  const path = isHost ? name.slice(slash + 1) : name;
  const official = registry === defaultRegistry && path !== '' && !path.includes('/');
  return { registry, repository: official ? officialPrefix + path : path };
}

function isDigest(digest: string): boolean {
  return digest.startsWith('sha256:') ? /^sha256:[0-9a-f]{64}$/.test(digest) : digestPattern.test(digest);
}
