/** What a log line says went wrong, as far as it is one of the things that are said in the same words everywhere. */
export type LogHintKind =
  | 'missing-variable'
  | 'command-not-found'
  | 'unknown-host'
  | 'connection-refused'
  | 'connection-timeout'
  | 'bind-denied'
  | 'address-in-use'
  | 'login-refused'
  | 'api-forbidden'
  | 'certificate'
  | 'out-of-memory'
  | 'disk-full'
  | 'read-only'
  | 'module-missing'
  | 'wrong-platform'
  | 'configuration'
  | 'wrong-argument'
  | 'licence'
  | 'already-exists'
  | 'file-missing'
  | 'permission-denied';

/** How lines of one kind look. */
export interface LogPattern {
  readonly kind: LogHintKind;
  /** Named groups `name` and `port` are taken over. */
  readonly texts: readonly RegExp[];
}

const variable = '["\'`$]{0,2}(?<name>[A-Z][A-Z0-9_]{2,})["\'`}]?';
const absent =
  '(?:is |was |are )?(?:not (?:set|defined|found|provided|present|specified)|unset|undefined|missing|empty|required|must be (?:set|specified|provided|defined|given)|has to be set)';
const host = '["\'`]?(?<name>[a-zA-Z0-9](?:[\\w.-]*[a-zA-Z0-9])?)["\'`]?';
const address = '(?:\\[[0-9a-f:]+\\]|[\\w.-]+)';
const path = '["\'`]?(?<name>/[^\\s"\'`:,;()]+)["\'`]?';

const text = (...parts: string[]): RegExp => new RegExp(parts.join(''));
const loose = (...parts: string[]): RegExp => new RegExp(parts.join(''), 'i');

/** In the order in which they are tried on a line: the more telling first. */
export const patterns: readonly LogPattern[] = [
  {
    kind: 'missing-variable',
    texts: [
      /KeyError: ['"](?<name>[A-Z][A-Z0-9_]{2,})['"]/,
      text('(?:[Ee]nv(?:ironment)?(?: [Vv]ar(?:iable)?s?)?|[Vv]ariable|ENV)[ :]+', variable, '(?:[ :,]+)', absent),
      text('\\b', variable.replace('{2,}', '*_[A-Z0-9_]+'), '[ :]+', absent),
      text(
        '(?:[Mm]issing|[Rr]equired|[Uu]ndefined|[Uu]nset|not (?:set|defined|found))[^\\n]{0,40}?(?:[Ee]nv(?:ironment)?(?: [Vv]ar(?:iable)?s?)?|[Vv]ariables?)[:= ]+',
        variable,
      ),
      text(
        '(?:[Mm]issing|[Mm]ust (?:set|specify|provide|define)|[Pp]lease (?:set|specify|provide|define))[: ]+',
        variable.replace('{2,}', '*_[A-Z0-9_]+'),
      ),
      /(?:^|[\s:])(?<name>[A-Za-z_][A-Za-z0-9_]*): (?:parameter (?:null or )?not set|unbound variable)/,
    ],
  },
  {
    kind: 'command-not-found',
    texts: [
      /(?:^|[\s:])(?:line )?(?:\d+: )?(?:exec: )?["']?(?<name>[\w./+-]+)["']?: (?:command not found|not found|inaccessible or not found)\s*$/,
      /exec:? ["'](?<name>[^"']+)["']:? (?:executable file not found|stat|not found)/,
      /env: ['"‘]?(?<name>[^'"’\s]+)['"’]?: No such file or directory/,
    ],
  },
  {
    kind: 'unknown-host',
    texts: [
      loose('getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ', host, '(?::(?<port>\\d+))?'),
      loose('lookup ', host, '(?: on [^ ]+)?: (?:no such host|server misbehaving|i/o timeout|Temporary failure)'),
      loose(
        "(?:could not|cannot|can't|unable to|failed to) (?:resolve|translate) (?:host(?: ?name)?|name|address)?:? ?",
        host,
      ),
      loose('bad address ', host),
      loose('UnknownHostException:? ', host),
      loose('host not found in upstream ', host),
      loose('(?:host|hostname|address) ', host, '[^\\n]{0,20}(?:not found|not known|could not be resolved)'),
      loose(
        '[("\'` ]',
        host,
        '(?::(?<port>\\d+))?["\'`)]?: (?:Temporary failure in name resolution|Name or service not known|Name does not resolve|nodename nor servname|No address associated)',
      ),
      /(?:Temporary failure in name resolution|Name or service not known|Name does not resolve|Unknown host|No address associated with hostname)/i,
    ],
  },
  {
    kind: 'connection-refused',
    texts: [
      loose(
        '(?:dial tcp|ECONNREFUSED|connect to|connection to|connecting to|reach)[ :]+(?:server at )?["\'`]?(?<name>',
        address,
        ')["\'`]?(?: \\([^)]*\\))?(?::|, port | port )(?<port>\\d+)[^\\n]*(?:refused)',
      ),
      loose('ECONNREFUSED[ :]+(?<name>', address, '):(?<port>\\d+)'),
      loose('refused[^\\n]{0,40}?(?:[ /\'"(])(?<name>[\\w.-]+):(?<port>\\d{2,5})'),
      loose('(?<name>[\\w.-]+):(?<port>\\d{2,5})[^\\n]{0,60}refused'),
      /connection refused|ECONNREFUSED/i,
    ],
  },
  {
    kind: 'connection-timeout',
    texts: [
      loose('(?<name>[\\w.-]+):(?<port>\\d{2,5})[^\\n]{0,60}(?:i/o timeout|timed? ?out|no route to host|unreachable)'),
      loose('(?:ETIMEDOUT|EHOSTUNREACH)[ :]+(?<name>', address, '):(?<port>\\d+)'),
      /connection timed out|connect timed out|no route to host|network is unreachable/i,
    ],
  },
  {
    kind: 'bind-denied',
    texts: [
      loose('(?:bind|listen)[^\\n]*?:(?<port>\\d{1,5})\\b[^\\n]{0,40}(?:permission denied|EACCES|not permitted)'),
      loose('(?:bind|listen)[^\\n]*(?:permission denied|EACCES|not permitted)[^\\n]*?:(?<port>\\d{1,5})\\b'),
      loose('(?:permission denied|EACCES)[^\\n]*(?:0\\.0\\.0\\.0|\\[?::\\]?|\\*|127\\.0\\.0\\.1):(?<port>\\d{1,5})'),
      loose('\\b(?:bind|listen)\\b[^\\n]*(?:permission denied|EACCES|not permitted)'),
      loose('(?:permission denied|EACCES)[^\\n]*\\bbind'),
    ],
  },
  {
    kind: 'address-in-use',
    texts: [
      loose(':(?<port>\\d{2,5})\\b[^\\n]*(?:address already in use|EADDRINUSE)'),
      loose('(?:address already in use|EADDRINUSE)[^\\n]*:(?<port>\\d{2,5})\\b'),
      loose('port (?<port>\\d{2,5})[^\\n]*already in use'),
      /address already in use|EADDRINUSE/i,
    ],
  },
  {
    kind: 'login-refused',
    texts: [
      /password authentication failed for user ["'](?<name>[^"']+)/i,
      /access denied for user ["'](?<name>[^"']+)/i,
      /authentication failed|invalid (?:credentials|username or password|password)|NOAUTH|WRONGPASS|401 Unauthorized|login failed/i,
    ],
  },
  {
    kind: 'api-forbidden',
    texts: [/is forbidden: User ["'](?<name>system:serviceaccount:[^"']+)/],
  },
  {
    kind: 'certificate',
    texts: [
      /x509: |certificate (?:has expired|verify failed|signed by unknown|is not (?:yet )?valid)|CERTIFICATE_VERIFY_FAILED|PKIX path|self[- ]signed certificate/i,
    ],
  },
  {
    kind: 'out-of-memory',
    texts: [
      /OutOfMemoryError|heap out of memory|MemoryError\b|cannot allocate memory|std::bad_alloc|runtime: out of memory|allocation failed.*memory|Allocated? memory exhausted|Allowed memory size/i,
    ],
  },
  {
    kind: 'disk-full',
    texts: [/no space left on device|ENOSPC|disk quota exceeded|not enough (?:disk|free) space/i],
  },
  {
    kind: 'read-only',
    texts: [
      loose(path, '[^\\n]*(?:read-only file ?system|EROFS)'),
      loose('(?:read-only file ?system|EROFS)[^\\n]*?', path),
      /read-only file ?system|EROFS/i,
    ],
  },
  {
    kind: 'module-missing',
    texts: [
      /Cannot find (?:module|package) ['"](?<name>[^'"]+)/,
      /No module named ['"]?(?<name>[\w.-]+)/,
      /error while loading shared libraries: (?<name>[^:\s]+)/,
      /(?:ClassNotFoundException|NoClassDefFoundError|Could not find or load main class):? (?<name>[\w.$/]+)/,
      /Unable to access jarfile (?<name>\S+)/,
      /cannot load such file -- (?<name>\S+)/,
    ],
  },
  { kind: 'wrong-platform', texts: [/exec format error|cannot execute binary file/i] },
  {
    kind: 'configuration',
    texts: [
      /unknown directive ["'](?<name>[^"']+)/i,
      /(?:unknown|unrecogni[sz]ed|unexpected|invalid|unsupported) (?:configuration |config )?(?:field|key|option|property|setting|section|parameter|directive|value)s?[: ]+["'`]?(?<name>[\w.-]+)/i,
      /Could not resolve placeholder ['"](?<name>[^'"]+)/,
      /(?:syntax|parse|parsing) error|yaml: |(?:error|failed|cannot|could not|unable)[^\n]{0,30}(?:pars|unmarshal|decod|read|load)[^\n]{0,30}(?:config|configuration|\.ya?ml|\.json|\.toml|\.conf|\.ini)|(?:config|configuration)[^\n]{0,30}(?:invalid|error|is not valid)|invalid (?:config|configuration)/i,
    ],
  },
  {
    kind: 'wrong-argument',
    texts: [
      /(?:unknown|unrecogni[sz]ed|invalid|illegal|bad)(?: command[- ]line)? (?:flag|option|argument|command)s?[: ]+(?:-- )?["'`]?(?<name>[^\s"'`]+)/i,
      /flag provided but not defined: (?<name>\S+)/,
    ],
  },
  {
    kind: 'licence',
    texts: [
      /licen[cs]e[^\n]{0,40}(?:expired|invalid|missing|required|not found|exceeded|revoked)|(?:expired|invalid|missing|no valid)[^\n]{0,20}licen[cs]e/i,
    ],
  },
  {
    kind: 'already-exists',
    texts: [
      /(?:relation|table|column|database|schema|index|type|user|role|constraint) ["'`]?(?<name>[\w.-]+)["'`]?[^\n]*already exists/i,
      /Duplicate(?:Column|Table|Object|Key)|dirty database|checksum mismatch/i,
    ],
  },
  {
    kind: 'file-missing',
    texts: [
      loose(path, '["\'`]?[:,]? ?(?:\\([^)]*\\))?[^\\n]{0,20}(?:no such file|not found|does not exist|ENOENT)'),
      loose(
        "(?:no such file or directory|ENOENT|FileNotFound\\w*|NoSuchFile\\w*|cannot (?:open|find|stat|access)|can't (?:open|find))[^\\n]*?",
        path,
      ),
    ],
  },
  {
    kind: 'permission-denied',
    texts: [
      loose(path, '[^\\n]{0,20}(?:permission denied|EACCES|operation not permitted)'),
      loose('(?:permission denied|EACCES|operation not permitted)[^\\n]*?', path),
      /permission denied|EACCES/i,
    ],
  },
];
