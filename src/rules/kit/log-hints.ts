import type { ContainerFacts, PodSpecFacts } from '../../core/evidence.ts';
import type { EvidenceItem, Remedy } from '../../core/finding.ts';
import type { Service } from '../../core/kubernetes.ts';
import type { Subject } from '../../core/rule.ts';
import type { LogHint } from '../../facts/log-hints.ts';
import { similarNames } from '../../facts/similar.ts';
import { fieldEvidence } from './evidence.ts';
import {
  act,
  advise,
  canChangeTemplate,
  changePod,
  kubectl,
  kubectlCluster,
  look,
  templateRisk,
  workloadRef,
} from './remedies.ts';

/** What a hint in the log comes to, for people. */
export interface HintWords {
  /** Behind the exit in the title: `S3_BUCKET is not set`. */
  readonly title: string;
  /** One or two sentences. */
  readonly sentence: string;
  readonly evidence: readonly EvidenceItem[];
  readonly remedies: readonly Remedy[];
}

/** What the words are made from. `services` undefined: they could not be listed. */
export interface HintFacts {
  readonly hint: LogHint;
  readonly container: ContainerFacts;
  readonly spec: PodSpecFacts;
  readonly subject: Subject;
  readonly services: readonly Service[] | undefined;
}

/** What the hint says of the cause and what to do about it. It is prose that was read, so what follows from it is likely, never certain. */
export function hintWords(facts: HintFacts): HintWords {
  const { hint, container, subject } = facts;
  const name = hint.name ?? '';
  switch (hint.kind) {
    case 'missing-variable':
      return missingVariable(facts, name);
    case 'unknown-host':
    case 'connection-refused':
    case 'connection-timeout':
      return unreachable(facts);
    case 'bind-denied':
      return bindDenied(facts);
    case 'command-not-found':
      return words(
        `the shell does not find ${name}`,
        `By its log the shell in ${container.name} does not find the program ${name}.`,
        [
          advise(
            `Add ${name} to the image of ${container.name}, or call it by its full path`,
            'the shell found nothing of that name in PATH',
            'new image',
          ),
          ...edit(
            subject,
            `Correct the command of ${container.name} if ${name} is misspelt`,
            'the shell runs what command and args say',
          ),
        ],
      );
    case 'out-of-memory':
      return words(
        'it ran out of memory by its own account',
        'Its log says that an allocation failed: the limit is one of the runtime (heap), or the memory limit of the container.',
        [
          advise(
            `Give ${container.name} a larger heap and a memory limit that holds it, or let it need less`,
            'its own runtime gave up, so the kernel did not have to',
          ),
        ],
      );
    case 'disk-full':
      return words(
        'a disk is full',
        'Its log says that there is no space left where it writes: a volume, or the disk of the node.',
        [advise('Make room on the volume that it writes to, or make the volume larger', 'it cannot write')],
      );
    case 'file-missing':
      return words(`${name} is missing`, `Its log says that ${name} does not exist; ${mountOf(container, name)}.`, [
        ...edit(
          subject,
          `Mount what holds ${name} into ${container.name}, or correct the path`,
          'the program looks for it there',
        ),
      ]);
    case 'api-forbidden':
      return words(
        `${name} is forbidden what it asks of the API`,
        `By its log the API server forbids ${name} what it asks for: the ServiceAccount lacks a Role.`,
        [
          look(
            `See what ${name} may do`,
            'the line of the log names the verb and resource that it needs',
            kubectlCluster('auth', 'can-i', '--list', `--as=${name}`, '-n', subject.namespace),
          ),
          advise('Bind a Role that allows it to the ServiceAccount', 'without one everything is refused'),
        ],
      );
    default:
      return plain(facts);
  }
}

function words(
  title: string,
  sentence: string,
  remedies: readonly Remedy[],
  evidence: readonly EvidenceItem[] = [],
): HintWords {
  return { title, sentence, remedies, evidence };
}

/** Opens the template for a change that only a person can fill in. */
function edit(subject: Subject, action: string, why: string): Remedy[] {
  return canChangeTemplate(subject)
    ? [act(action, why, kubectl(subject, 'edit', workloadRef(subject)), templateRisk(subject))]
    : [advise(action, why, templateRisk(subject))];
}

function missingVariable({ container, subject }: HintFacts, name: string): HintWords {
  const declared = (container.spec.env ?? []).map((one) => one.name);
  const alike = similarNames(name, declared);
  const spec = declared.includes(name)
    ? `The spec does declare ${name}, so its value is empty or comes from something optional that is missing`
    : alike.length > 0
      ? `The spec does not set it; it sets ${alike.join(', ')}, which looks alike`
      : container.spec.envFrom?.length
        ? 'The spec does not set it by name, and what envFrom brings in does not seem to hold it'
        : 'The spec does not set it';
  return words(
    `${name} is not set`,
    `Its log says that the environment variable ${name} is missing. ${spec}.`,
    edit(subject, `Set ${name} in the env of ${container.name}`, 'the program does not start without it'),
    [
      fieldEvidence(
        'spec',
        `${container.path}.env`,
        declared.length > 0 ? `sets ${declared.join(', ')}` : 'sets no variables',
      ),
    ],
  );
}

function bindDenied({ hint, container, spec, subject }: HintFacts): HintWords {
  const low = (container.spec.ports ?? []).map(({ containerPort }) => containerPort).find((port) => port < 1024);
  const port = hint.port !== undefined && hint.port < 1024 ? hint.port : low;
  const runAsUser = container.spec.securityContext?.runAsUser ?? spec.spec.securityContext?.runAsUser;
  const where = port === undefined ? 'the port that it wants' : `port ${port}`;
  return words(
    `it may not listen on ${where}`,
    `Its log says "${hint.line}"${port === undefined ? '' : `; it declares port ${port}`}. Ports below 1024 are for root, or for who has the capability NET_BIND_SERVICE.`,
    [
      ...edit(
        subject,
        `Let ${container.name} listen on a port from 1024 on (8080, say), and point targetPort and probes at it`,
        'no privilege is needed there',
      ),
      changePod(
        subject,
        ['securityContext', 'sysctls'],
        [...(spec.spec.securityContext?.sysctls ?? []), { name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
        {
          action: 'Or allow low ports to every user of this pod (a sysctl)',
          why: 'the kubelet counts this sysctl as safe',
        },
      ),
    ],
    [
      fieldEvidence(
        'spec',
        'securityContext.runAsUser',
        runAsUser === undefined ? 'no runAsUser: the user of the image' : `runAsUser ${runAsUser}`,
      ),
    ],
  );
}

function mountOf(container: ContainerFacts, path: string): string {
  const mount = (container.spec.volumeMounts ?? []).find(
    ({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`),
  );
  return mount
    ? `volume ${mount.name} is mounted at ${mount.mountPath}, so that volume lacks it`
    : 'no volume of the container is mounted over that path';
}

/** Service that a host name of the cluster means: `db`, `db.shop`, `db.shop.svc.cluster.local`; undefined for names of elsewhere. */
function serviceNamed(host: string, namespace: string): { name: string; namespace: string } | undefined {
  const parts = host.split('.');
  if (parts.length === 1) return /^[a-z]/.test(host) && host !== 'localhost' ? { name: host, namespace } : undefined;
  const [name = '', space = '', svc] = parts;
  if (parts.length === 2 ? !/^[a-z][\w-]*$/.test(space) : svc !== 'svc') return undefined;
  return parts.length === 2 && space !== namespace ? undefined : { name, namespace: space };
}

function unreachable(facts: HintFacts): HintWords {
  const { hint, subject, services, container } = facts;
  const host = hint.name;
  const what =
    hint.kind === 'unknown-host'
      ? 'does not resolve'
      : hint.kind === 'connection-refused'
        ? 'refuses the connection'
        : 'does not answer';
  if (host === undefined) return plain(facts);
  const target = hint.port === undefined ? host : `${host}:${hint.port}`;
  const said = `Its log says that ${target} ${what}`;
  if (/^(localhost|127\.|\[?::1)/.test(host)) {
    return words(`${target} ${what}`, `${said}; that is the pod itself, so nothing in this pod listens there yet.`, [
      ...edit(
        subject,
        `Point ${container.name} at the Service of what it needs, or start that in this pod first (as a sidecar)`,
        'localhost is shared by the containers of one pod only',
      ),
    ]);
  }
  const wanted = serviceNamed(host, subject.namespace);
  if (services === undefined || (wanted && wanted.namespace !== subject.namespace)) return plain(facts);
  const service = services.find(({ metadata, spec }) => metadata?.name === wanted?.name || spec?.clusterIP === host);
  if (service) return knownService(facts, service, said, `${target} ${what}`);
  if (!wanted) return plain(facts);
  const names = services.flatMap(({ metadata }) => (metadata?.name ? [metadata.name] : []));
  const alike = similarNames(wanted.name, names);
  return words(
    `${target} ${what}`,
    `${said}, and namespace ${subject.namespace} has no Service of that name${alike.length > 0 ? ` (it has ${alike.join(', ')})` : ''}.`,
    [
      look(
        `See which Services there are`,
        `${wanted.name} has to be one of them to resolve`,
        kubectl(subject, 'get', 'services'),
      ),
      ...edit(
        subject,
        alike[0]
          ? `Point ${container.name} at ${alike[0]}, or create the Service ${wanted.name}`
          : `Create the Service ${wanted.name}, or correct the host name in ${container.name}`,
        'a short name resolves to a Service of the same namespace only',
      ),
    ],
    [fieldEvidence('service', wanted.name, `no Service of that name in ${subject.namespace}`)],
  );
}

function knownService({ hint, subject }: HintFacts, service: Service, said: string, title: string): HintWords {
  const name = service.metadata?.name ?? '';
  const ports = (service.spec?.ports ?? []).map(({ port }) => port);
  const lacks = hint.port !== undefined && ports.length > 0 && !ports.includes(hint.port);
  const reason = lacks
    ? `Service ${name} exists and offers ${ports.join(', ')}, not ${hint.port}`
    : hint.kind === 'unknown-host'
      ? `Service ${name} exists, so the cluster's DNS or the pod's way to it is in question`
      : `Service ${name} exists, so what stands behind it is not ready`;
  return words(
    title,
    `${said}. ${reason}.`,
    [
      look(
        `See what stands behind Service ${name}`,
        'a Service without ready endpoints refuses connections',
        kubectl(subject, 'get', 'endpointslices', '-l', `kubernetes.io/service-name=${name}`),
      ),
      advise(
        'Let the program wait and retry instead of giving up',
        'what it needs may start later than it does',
        'new image',
      ),
    ],
    [fieldEvidence('service', name, ports.length > 0 ? `ports ${ports.join(', ')}` : 'no ports')],
  );
}

const titles: Readonly<Partial<Record<LogHint['kind'], string>>> = {
  'already-exists': 'what it wants to create is there already',
  'address-in-use': 'its port is taken',
  'login-refused': 'its login is refused',
  'module-missing': 'a part of the program is missing',
  'permission-denied': 'it is not permitted what it does',
  'read-only': 'it writes where it may only read',
  'unknown-host': 'a host name does not resolve',
  'connection-refused': 'a connection is refused',
  'connection-timeout': 'a connection gets no answer',
  'wrong-argument': 'it does not know one of its arguments',
  certificate: 'a certificate is not accepted',
  configuration: 'its configuration is wrong',
  licence: 'its licence is not valid',
};

const advice: Readonly<Partial<Record<LogHint['kind'], string>>> = {
  'already-exists':
    'Bring the target to the state that the step expects (finish or undo the step that was made by half), then run it again',
  'address-in-use': 'Give every process of the pod a port of its own: containers of one pod share one network',
  'login-refused': 'Correct the credentials that it is given',
  'module-missing': 'Build the missing part into the image',
  'permission-denied': 'Run it as a user who may do this (runAsUser, fsGroup), or change the owner in the image',
  'read-only': 'Mount an emptyDir where it writes, or let it write elsewhere',
  'wrong-argument': 'Correct command and args to what this version of the program knows',
  certificate: 'Give it the right CA bundle, or renew the certificate',
  configuration: 'Correct the configuration at the place that the line names',
  licence: 'Renew the licence that it reads',
};

function plain({ hint, container }: HintFacts): HintWords {
  const target = hint.port === undefined ? hint.name : `${hint.name}:${hint.port}`;
  const title = titles[hint.kind] ?? 'its log says why';
  const subjectOfLine = hint.name === undefined ? title : `${title} (${target})`;
  const line = hint.line.length > 200 ? `${hint.line.slice(0, 199)}…` : hint.line;
  const action = advice[hint.kind];
  return words(
    subjectOfLine,
    `The end of its log says: ${line.replace(/[.:]+$/, '')}.`,
    action ? [advise(action, `it is what the log of ${container.name} complains about`)] : [],
  );
}
