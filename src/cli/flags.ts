/** A flag of the command line, as data: yargs, the help, README and completion are made from this. */
export interface Flag {
  readonly name: string;
  readonly short?: string;
  readonly type: 'string' | 'strings' | 'boolean';
  /** How its value is called in help; missing for booleans. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly description: string;
  /** `common` ones stand in every help, `connection` ones are listed by `options`. */
  readonly group: 'command' | 'common' | 'connection';
}

export const outputFormats = ['table', 'wide', 'json', 'yaml', 'markdown'] as const;
export type OutputFormat = (typeof outputFormats)[number];

export const colorModes = ['auto', 'always', 'never'] as const;
export type ColorMode = (typeof colorModes)[number];

const namespaceFlag: Flag = {
  name: 'namespace',
  short: 'n',
  type: 'string',
  value: 'NAME',
  description: 'namespace to look in; default: that of the context',
  group: 'common',
};

const outputFlag: Flag = {
  name: 'output',
  short: 'o',
  type: 'string',
  value: 'FORMAT',
  choices: outputFormats,
  description: 'how to print the answer',
  group: 'common',
};

const colorFlag: Flag = {
  name: 'color',
  type: 'string',
  value: 'WHEN',
  choices: colorModes,
  description: 'colour; auto: on a terminal, unless NO_COLOR is set',
  group: 'common',
};

const briefFlag: Flag = {
  name: 'brief',
  type: 'boolean',
  description: 'only the verdict and what to do',
  group: 'command',
};

const connectionFlags: readonly Flag[] = [
  connection('kubeconfig', 'FILE', 'kubeconfig file to use instead of $KUBECONFIG and ~/.kube/config'),
  connection('context', 'NAME', 'context of the kubeconfig'),
  connection('cluster', 'NAME', 'cluster of the kubeconfig'),
  connection('user', 'NAME', 'user of the kubeconfig'),
  { ...connection('server', 'URL', 'address of the API server'), short: 's' },
  connection('tls-server-name', 'NAME', 'name that the certificate of the server must carry'),
  { ...connection('insecure-skip-tls-verify', '', 'accept any certificate of the server'), type: 'boolean' },
  connection('certificate-authority', 'FILE', 'certificate of the authority that signed that of the server'),
  connection('client-certificate', 'FILE', 'client certificate'),
  connection('client-key', 'FILE', 'key of the client certificate'),
  connection('token', 'TOKEN', 'bearer token'),
  connection('as', 'USER', 'user to impersonate'),
  connection('as-uid', 'UID', 'uid to impersonate'),
  { ...connection('as-group', 'GROUP', 'group to impersonate; may be repeated'), type: 'strings' },
  { ...connection('as-user-extra', 'KEY=VALUE', 'extra of the user to impersonate; may be repeated'), type: 'strings' },
  connection('request-timeout', 'TIME', 'longest time for one request (5s, 2m); 0 for none'),
  { ...connection('v', 'LEVEL', 'log requests on stderr from 6 on'), short: 'v' },
];

function connection(name: string, value: string, description: string): Flag {
  return { name, type: 'string', ...(value ? { value } : {}), description, group: 'connection' };
}

const failOnFlag: Flag = {
  name: 'fail-on',
  type: 'string',
  value: 'SEVERITY',
  choices: ['critical', 'error', 'warning', 'never'],
  description: 'exit with 1 when a finding is this bad; default: never',
  group: 'command',
};

/** A command, as data. */
export interface Command {
  readonly name: string;
  readonly positionals: string;
  readonly summary: string;
  readonly flags: readonly Flag[];
  readonly examples: readonly (readonly [string, string])[];
}

const fileFlag: Flag = {
  name: 'filename',
  short: 'f',
  type: 'strings',
  value: 'FILE',
  description: 'read what `kubectl get … -o json|yaml` printed instead of asking a cluster; - for stdin',
  group: 'command',
};

export const commands: readonly Command[] = [
  {
    name: 'explain',
    positionals: '[TARGET…]',
    summary: 'Say why a pod is where it is in its life, and what to do first',
    flags: [
      fileFlag,
      {
        name: 'selector',
        short: 'l',
        type: 'string',
        value: 'LABELS',
        description: 'every pod with these labels',
        group: 'command',
      },
      {
        name: 'field-selector',
        type: 'string',
        value: 'FIELDS',
        description: 'of the pods with these fields',
        group: 'command',
      },
      {
        name: 'all-namespaces',
        short: 'A',
        type: 'boolean',
        description: 'pods of every namespace',
        group: 'command',
      },
      briefFlag,
      {
        name: 'as-of',
        type: 'string',
        value: 'TIME',
        description: 'with -f: take this for now (RFC 3339); default: the newest time in the files',
        group: 'command',
      },
      failOnFlag,
      namespaceFlag,
      outputFlag,
      colorFlag,
      ...connectionFlags,
    ],
    examples: [
      ['explain web-5d96f9d7cf-lrvs6', 'one pod'],
      ['explain deploy/web', 'the worst pod of a Deployment, or why it has none'],
      ['explain -l app=web -A', 'every pod with a label, in all namespaces'],
      ['explain pod/web -f dump.json', 'from a file, with no cluster'],
    ],
  },
  {
    name: 'demo',
    positionals: '[NAME]',
    summary: 'Explain a broken pod from a built-in recording; needs no cluster',
    flags: [briefFlag, outputFlag, colorFlag],
    examples: [
      ['demo', 'list the recordings'],
      ['demo wrong-port', 'explain one'],
    ],
  },
  {
    name: 'rules',
    positionals: '[RULE]',
    summary: 'List what podlife can find; with a name, say all about one rule',
    flags: [outputFlag, colorFlag],
    examples: [['rules oom-killed', 'the page of a rule']],
  },
  {
    name: 'options',
    positionals: '',
    summary: 'List the flags that say which cluster to ask, and how',
    flags: [],
    examples: [],
  },
  { name: 'version', positionals: '', summary: 'Print the version', flags: [], examples: [] },
];
