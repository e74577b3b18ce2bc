import type { Remedy } from '../../core/finding.ts';
import { defineRule } from '../../core/rule.ts';
import { innermost } from '../../facts/pull-text.ts';
import { nodeText } from '../kit/node-words.ts';
import {
  attemptsText,
  imageRemedies,
  mirrorText,
  pullObservation,
  registryOf,
  troublesWith,
  waiters,
} from '../kit/pull.ts';
import { advise, look } from '../kit/remedies.ts';

/** What is wrong, by the detail of the classification. */
const meanings: Readonly<Record<string, string>> = {
  http: 'one side speaks plain HTTP and the other HTTPS',
  expired: 'its certificate has expired or is not valid yet (or the clock of the node is wrong)',
  'wrong-name': 'its certificate is for other names than the one that was asked',
  'unknown-authority': 'its certificate is signed by an authority that the node does not trust',
};

export const imageRegistryTls = defineRule({
  id: 'image-registry-tls',
  title: 'The node does not accept the TLS of the registry',
  topic: 'image',
  severity: 'critical',
  verdict: 'failing',
  needs: ['status'],
  mayUse: ['events', 'owner'],

  *check({ status, events, owner, subject }) {
    for (const trouble of troublesWith('tls', status, events)) {
      const { image, detail = '', text } = trouble;
      const registry = registryOf(image);
      const node = nodeText(status);
      const meaning = meanings[detail] ?? 'the TLS connection cannot be made';
      const what =
        detail === 'http'
          ? 'speaks HTTP where HTTPS is expected'
          : detail === ''
            ? 'and the node do not come to terms about TLS'
            : 'has a certificate that the node does not accept';
      yield {
        ...pullObservation(trouble),
        title: `registry ${registry} of ${waiters(trouble)} ${what}`,
        explanation:
          `${node} asked registry ${registry} for ${image} and broke off: ${meaning} (${innermost(text)}).` +
          `${mirrorText(trouble)}${attemptsText(trouble)}`,
        remedies: [
          ...fixes(detail, registry, node),
          seeCertificate(registry),
          ...imageRemedies(subject, trouble, owner),
        ],
      };
    }
  },
});

function fixes(detail: string, registry: string, node: string): Remedy[] {
  const hosts = `/etc/containerd/certs.d/${registry}/hosts.toml, or registries.conf for CRI-O`;
  if (detail === 'http') {
    return [
      advise(`Serve ${registry} over HTTPS`, 'runtimes use HTTPS unless a registry is marked as insecure'),
      advise(
        `Or mark ${registry} as plain HTTP on every node (${hosts})`,
        'images are then neither encrypted nor authenticated on the wire',
      ),
    ];
  }
  if (detail === '') {
    return [
      advise(
        `Compare what ${registry} wants (TLS version, ciphers, client certificate) with what ${node} is set up for (${hosts})`,
        'the error in brackets says which of them is refused',
      ),
    ];
  }
  if (detail === 'expired')
    return [advise(`Renew the certificate of ${registry}`, 'the kubelet then succeeds by itself')];
  if (detail === 'wrong-name') {
    return [
      advise(
        `Give ${registry} a certificate with that name in its subjectAltName`,
        'the name or address that is asked has to be in it',
      ),
    ];
  }
  return [
    advise(
      `Make ${node} and every other node trust the authority of ${registry} (${hosts})`,
      'trust is set on nodes; nothing in the pod changes it',
    ),
    advise(`Or give ${registry} a certificate of a public authority`, 'nodes trust those already'),
  ];
}

function seeCertificate(registry: string): Remedy {
  const port = registry.includes(':') ? '' : ':443';
  return look('See the certificate that the registry shows', 'issuer, names and dates are in it', [
    'openssl',
    's_client',
    '-connect',
    `${registry}${port}`,
    '-showcerts',
  ]);
}
