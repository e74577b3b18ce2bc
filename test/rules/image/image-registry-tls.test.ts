import { imageRegistryTls } from '../../../src/rules/image/image-registry-tls.ts';
import { aPod, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const failing = (error: string) =>
  aPod({
    status: { phase: 'Pending' },
    containers: [
      {
        name: 'web',
        image: 'registry.corp:5000/web:1',
        state: waiting(
          'ErrImagePull',
          `failed to do request: Head "https://registry.corp:5000/v2/web/manifests/1": ${error}`,
        ),
      },
    ],
  });

testRule(imageRegistryTls, {
  fires: [
    {
      name: 'a handshake that fails before a certificate is judged',
      objects: [failing('remote error: tls: handshake failure')],
      expect: [
        {
          detail: null,
          says: ['do not come to terms about TLS', 'the TLS connection cannot be made', 'client certificate'],
          saysNot: ['trust the authority'],
        },
      ],
    },
    {
      name: 'an authority that the node does not know',
      objects: [failing('tls: failed to verify certificate: x509: certificate signed by unknown authority')],
      expect: [
        {
          detail: 'unknown-authority',
          says: ['registry.corp:5000', 'trust'],
          command: 'openssl s_client -connect registry.corp:5000 -showcerts',
        },
      ],
    },
    {
      name: 'expired',
      objects: [failing('x509: certificate has expired or is not yet valid')],
      expect: [{ detail: 'expired' }],
    },
    {
      name: 'for another name',
      objects: [failing('x509: certificate is valid for a.example, not registry.corp')],
      expect: [{ detail: 'wrong-name', says: ['subjectAltName'] }],
    },
    {
      name: 'plain HTTP',
      objects: [failing('http: server gave HTTP response to HTTPS client')],
      expect: [{ detail: 'http', says: ['HTTPS'] }],
    },
    {
      name: 'recorded',
      recording: 'mail-relay',
      expect: [{ container: 'postfix', says: ['selfsigned.example.com', 'certificate', '127.0.0.1:5004'] }],
    },
  ],
  silent: [
    { name: 'a handshake that takes too long', objects: [failing('net/http: TLS handshake timeout')] },
    { name: 'a registry that is down', recording: 'pos-terminal' },
  ],
});
