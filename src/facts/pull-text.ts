/** What kept an image from being pulled, one class for each thing that is mended in its own way. */
export type PullProblem =
  | 'name-invalid'
  | 'never-pull'
  | 'platform'
  | 'rate-limited'
  | 'tls'
  | 'unreachable'
  | 'registry-error'
  | 'denied'
  | 'not-found'
  /** A text that fits none of these, or none at all. */
  | 'unknown';

export interface PullError {
  readonly problem: PullProblem;
  /** Which kind of the problem: `dns`, `no-credentials`, `expired` …; missing where the text does not say. */
  readonly detail?: string;
}

type Pattern = readonly [text: RegExp, problem: PullProblem, detail?: string];

/**
 * Fragments of pull errors, the first that fits counts. Sources: kubernetes pkg/kubelet/images; containerd core/remotes/docker and
 * internal/cri/server/images; CRI-O with containers/image; Docker's daemon behind cri-dockerd; Go's net, net/http and crypto/x509.
 */
const patterns: readonly Pattern[] = [
  [
    /couldn't parse image name|failed to apply default image tag|invalid reference format|failed to parse image reference|must be lowercase/,
    'name-invalid',
  ],
  [/short-?name .*(did not resolve|not resolve)|unqualified-search registries/, 'name-invalid', 'short-name'],
  [/not present with pull policy of never/, 'never-pull'],
  [
    /no match for platform|no matching manifest for|no image found in (manifest list|image index)|does not match the (specified|host) platform|incompatible with a .* host|operating system .* cannot be used|image architecture .* (unsupported|not supported)/,
    'platform',
  ],
  [/pull qps exceeded/, 'rate-limited', 'kubelet'],
  [/429 too many|\b429\b|too ?many ?requests|rate limit|rate exceeded|throttl/, 'rate-limited', 'registry'],
  [/no space left on device|disk quota exceeded/, 'registry-error', 'disk-full'],
  [/signature ?validation|policy rejected|source image rejected|signature was required/, 'registry-error', 'signature'],
  [
    /is no longer supported since|manifest schema|schema ?v?1|unsupported (manifest )?media ?type|mediatype in manifest/,
    'registry-error',
    'manifest',
  ],
  [/failed to inspect image/, 'registry-error', 'inspect'],
  [
    /server gave http response to https client|first record does not look like a tls|malformed http response|http request to an https server/,
    'tls',
    'http',
  ],
  [/tls handshake timeout/, 'unreachable', 'timeout'],
  [/certificate has expired|not yet valid/, 'tls', 'expired'],
  [
    /certificate is valid for|doesn't contain any ip sans|not valid for any names|certificate is not valid for|legacy common name/,
    'tls',
    'wrong-name',
  ],
  [/unknown authority|self.?signed|certificate signed by|unable to get local issuer/, 'tls', 'unknown-authority'],
  [/x509|certificate|\btls:|handshake failure/, 'tls'],
  [/proxyconnect|proxy authentication required|407 proxy/, 'unreachable', 'proxy'],
  [/no such host|server misbehaving|name resolution|dial tcp: lookup/, 'unreachable', 'dns'],
  [/connection refused|actively refused/, 'unreachable', 'refused'],
  [/no route to host|network is unreachable|host is (down|unreachable)/, 'unreachable', 'no-route'],
  [
    /i\/o timeout|connection timed out|client\.timeout|request canceled|deadline exceeded|operation timed out|context canceled/,
    'unreachable',
    'timeout',
  ],
  [
    /connection reset|broken pipe|connection closed|use of closed network|unexpected eof|: eof\b|\beof$/,
    'unreachable',
    'reset',
  ],
  [
    /\b50\d |\b5\d\d (internal|bad|service|gateway)|internal server error|bad gateway|service unavailable|gateway time-?out|status(?: code)?\D{0,40}\b5\d\d\b|unknown: unknown/,
    'registry-error',
    'server-error',
  ],
  [
    /failed to extract layer|failed to register layer|error processing tar|mismatched (digest|rootfs)|unexpected commit digest|failed size validation|failed precondition|checksum|digest did not match|manifest invalid|invalid (manifest|tar)|failed to (unmarshal|decode)/,
    'registry-error',
    'content',
  ],
  [/no basic auth credentials|no credentials/, 'denied', 'no-credentials'],
  [
    /invalid username\/password|incorrect username|(login|credentials?|token) (?:is |are |has |have )?(?:expired|invalid|incorrect)|invalid_token/,
    'denied',
    'wrong-credentials',
  ],
  [/pull access denied|insufficient_scope|repository .* may not exist|or it may not exist/, 'denied', 'hidden'],
  [
    /unauthorized|authentication required|authorization failed|failed to authorize|not authorized|\b401\b/,
    'denied',
    'unauthorized',
  ],
  [/\b403\b|forbidden|\bdenied\b|access to the requested resource|blocked/, 'denied', 'forbidden'],
  [/name unknown|name_unknown|repository .* (not found|not exist|does not exist)/, 'not-found', 'repository'],
  [
    /manifest unknown|manifest_unknown|not found|\b404\b|no such (image|manifest|tag)|does not exist|unknown blob|notfound/,
    'not-found',
  ],
  [/registry is unavailable|dial tcp|failed to do request|pinging container registry|error pinging/, 'unreachable'],
];

/**
 * What kind of error a runtime's text is. Names of images and hosts are taken out first: a repository may be called `no-such-host`
 * or a tag `429`.
 */
export function classifyPullError(text: string, images: readonly string[] = []): PullError {
  const plain = withoutNames(text, images).toLowerCase();
  const match = patterns.find(([pattern]) => pattern.test(plain));
  if (!match) return { problem: 'unknown' };
  const [, problem, detail] = match;
  return { problem, ...(detail === undefined ? {} : { detail }) };
}

function withoutNames(text: string, images: readonly string[]): string {
  let plain = text.replace(/\\"/g, '"');
  for (const image of [...images].sort((a, b) => b.length - a.length)) plain = plain.replaceAll(image, '…');
  return plain
    .replace(/\b(image|reference|image name|tag|layer) "[^"]*"/gi, '$1 …')
    .replace(/https?:\/\/[^\s"]+?(?=[\s"]|:\s|$)/g, '…')
    .replace(/\blookup \S+( on \S+)?:/g, 'lookup …:')
    .replace(/\b(dial|read|write) tcp (\[[^\]]*\]|[\w.-]+)(:\d+)?(->\S+)?:/g, '$1 tcp …:')
    .replace(/reading manifest \S+ in [^\s:]+(:\d+\/[^\s:]+)?/gi, 'reading manifest …')
    .replace(/pinging (container|docker) registry \S+?:?(?=\s|$)/gi, 'pinging $1 registry …')
    .replace(/pull failed for \S+/gi, 'pull failed for …')
    .replace(/sha256:[0-9a-f]+/gi, '…');
}

/** The host that the failing request went to (`127.0.0.1:5000`); undefined where the text has no URL. A mirror or proxy may stand before a registry. */
export function requestedHost(text: string): string | undefined {
  return /https?:\/\/([^\s/"?]+)/.exec(text)?.[1];
}

/** The HTTP status in the text of an error: `429 Too Many Requests`, `500`; undefined where there is none. */
export function httpStatus(text: string): string | undefined {
  const named = /\b([45]\d\d (?:[A-Z][A-Za-z-]+ ?)+)/.exec(text)?.[1]?.trim();
  return named ?? /(?:status(?: code)?|http)\D{0,40}\b([45]\d\d)\b/i.exec(text)?.[1];
}

/** The error without what the kubelet and gRPC put before it, and without the image's name said three times. */
export function innermost(text: string): string {
  return text
    .replace(/^rpc error: code = \w+ desc = /, '')
    .replace(/^failed to pull and unpack image "[^"]*": /, '')
    .replace(/^failed to resolve reference "[^"]*": /, '')
    .trim();
}
