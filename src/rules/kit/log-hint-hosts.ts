import type { Service } from '../../core/kubernetes.ts';
import { nameOf } from '../../facts/metadata.ts';
import { similarNames } from '../../facts/similar.ts';
import { fieldEvidence } from './evidence.ts';
import { edit, plain, words, type HintFacts, type HintWords } from './log-hint-words.ts';
import { advise, kubectl, look } from './remedies.ts';

/** Service that a host name of the cluster means: `db`, `db.shop`, `db.shop.svc.cluster.local`; undefined for names of elsewhere. */
function serviceNamed(host: string, namespace: string): { name: string; namespace: string } | undefined {
  const parts = host.split('.');
  if (parts.length === 1) return /^[a-z]/.test(host) && host !== 'localhost' ? { name: host, namespace } : undefined;
  const [name = '', space = '', svc] = parts;
  if (parts.length === 2 ? !/^[a-z][\w-]*$/.test(space) : svc !== 'svc') return undefined;
  return parts.length === 2 && space !== namespace ? undefined : { name, namespace: space };
}

/** A host that the program does not reach, held against the Services of the namespace. */
export function unreachable(facts: HintFacts): HintWords {
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
  const name = nameOf(service);
  const ports = (service.spec?.ports ?? []).map(({ port }) => port);
  const lacks = hint.port !== undefined && ports.length > 0 && !ports.includes(hint.port);
  const reason = lacks
    ? `Service ${name} exists and offers ${ports.join(', ')}, not ${hint.port}`
    : hint.kind === 'unknown-host'
      ? `Service ${name} exists, so the cluster's DNS or the pod's way to it is in question`
      : hint.kind === 'connection-refused'
        ? `Service ${name} exists, so what stands behind it is not ready`
        : `Service ${name} exists, so a NetworkPolicy or pods behind it that hang are in question`;
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
