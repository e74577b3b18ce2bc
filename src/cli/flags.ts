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
  {
    ...connection('disable-compression', '', 'do not ask the server to pack its answers'),
    type: 'boolean',
  },
  connection('cache-dir', 'FOLDER', 'taken as by kubectl; podlife keeps no cache'),
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

function lintFlag(name: string, value: string, description: string, type: Flag['type'] = 'string'): Flag {
  return { name, type, ...(value ? { value } : {}), description, group: 'command' };
}

export const lintFormats = ['table', 'json', 'yaml', 'sarif', 'junit', 'github', 'markdown'] as const;

const lintFlags: readonly Flag[] = [
  {
    name: 'filename',
    short: 'f',
    type: 'strings',
    value: 'FILE',
    description: 'the same as naming it: a file, a folder, a glob, - for stdin',
    group: 'command',
  },
  { ...lintFlag('recursive', '', 'folders with everything below them', 'boolean'), short: 'R' },
  lintFlag(
    'kubernetes-version',
    'VERSION',
    'version of the cluster it is meant for: 1.31 to 1.36; default: the newest',
  ),
  lintFlag('rule', 'RULES', 'use these rules as well, although they are off by default', 'strings'),
  lintFlag('only', 'RULES', 'use these rules and no others', 'strings'),
  lintFlag('ignore', 'RULES', 'do not use these rules', 'strings'),
  lintFlag('severity', 'RULE=LEVEL', 'how bad a rule is: critical, error, warning, info, advice or off', 'strings'),
  {
    ...lintFlag('fail-on', 'SEVERITY', 'exit with 1 when a finding is this bad; default: error'),
    choices: ['critical', 'error', 'warning', 'info', 'advice', 'never'],
  },
  lintFlag('baseline', 'FILE', 'leave out the findings that this file knows'),
  lintFlag('write-baseline', '', 'write what is found into the baseline instead of printing it', 'boolean'),
  lintFlag('fix', '', 'mend in the files what can be mended without guessing', 'boolean'),
  lintFlag('dry-run', '', 'with --fix: print a diff and write nothing', 'boolean'),
  lintFlag('cluster', '', 'look up references, quotas and policies in the cluster as well', 'boolean'),
  lintFlag('nodes', 'N', 'how many nodes the cluster has'),
  lintFlag('config', 'FILE', 'settings; default: .podlife.yaml here or in a folder above'),
  { ...namespaceFlag, description: 'namespace of objects that name none' },
  { ...outputFlag, choices: lintFormats },
  colorFlag,
  ...connectionFlags.filter(({ name }) => name !== 'cluster'),
];

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
    name: 'lint',
    positionals: 'FILE…',
    summary: 'Find lifecycle mistakes in manifests before they are deployed',
    flags: lintFlags,
    examples: [
      ['lint deploy/', 'the manifests of a folder'],
      ['lint -R . --fail-on warning', 'with all folders below, for a pipeline'],
      ['lint - -o github', 'what kustomize build or helm template prints, as annotations'],
      ['lint web.yaml --fix --dry-run', 'show what can be mended without guessing'],
      ['lint web.yaml --cluster -n shop', 'with what is in the cluster'],
    ],
  },
  {
    name: 'fit',
    positionals: '[TARGET]',
    summary: 'Say of every node why it takes a pod or not, and the smallest change that lets it in',
    flags: [
      fileFlag,
      {
        name: 'cluster',
        type: 'boolean',
        description: 'with -f: the file is a manifest that is not applied yet; place it in the cluster',
        group: 'command',
      },
      {
        name: 'all-reasons',
        type: 'boolean',
        description: 'name everything that refuses, not only what the scheduler meets first',
        group: 'command',
      },
      namespaceFlag,
      outputFlag,
      colorFlag,
      ...connectionFlags.filter(({ name }) => name !== 'cluster'),
    ],
    examples: [
      ['fit web-5d96f9d7cf-lrvs6', 'one pod, on every node'],
      ['fit deploy/web', 'its pod that waits, or the one that it would make next'],
      ['fit -f web.yaml --cluster', 'before it is applied'],
      ['fit web-0 -f dump.json', 'from a file with nodes and pods, with no cluster'],
    ],
  },
  {
    name: 'capture',
    positionals: 'TARGET…',
    summary: 'Keep all that explain, and fit of a pod that waits, would read in one file, without secrets',
    flags: [
      {
        name: 'output',
        short: 'o',
        type: 'string',
        value: 'FILE',
        description: 'where to: FILE.json.gz, FILE.json, or - for stdout',
        group: 'command',
      },
      {
        name: 'with-logs',
        type: 'boolean',
        description: 'add the last lines of the logs; what looks like a secret in them is masked',
        group: 'command',
      },
      fileFlag,
      namespaceFlag,
      ...connectionFlags,
    ],
    examples: [
      ['capture deploy/web -n shop -o web.json.gz', 'a file to attach to an issue'],
      ['explain -f web.json.gz', 'what it says, without a cluster'],
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
    name: 'completion',
    positionals: 'SHELL',
    summary: 'Print what makes a shell complete names, flags and commands',
    flags: [],
    examples: [
      ['completion kubectl > kubectl_complete-podlife', 'for kubectl podlife: executable, on the PATH'],
      ['completion bash', 'for kubectl-podlife itself; also zsh, fish, powershell'],
    ],
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
