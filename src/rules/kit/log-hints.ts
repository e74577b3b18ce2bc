import type { ContainerFacts } from '../../core/evidence.ts';
import { similarNames } from '../../facts/similar.ts';
import { fieldEvidence } from './evidence.ts';
import { unreachable } from './log-hint-hosts.ts';
import { edit, plain, words, type HintFacts, type HintWords } from './log-hint-words.ts';
import { advise, changePod, kubectlCluster, look } from './remedies.ts';

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
    `Its log says "${hint.line}"${port === undefined || port === hint.port ? '' : `; it declares port ${port}`}. Ports below 1024 are for root, or for who has the capability NET_BIND_SERVICE.`,
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
