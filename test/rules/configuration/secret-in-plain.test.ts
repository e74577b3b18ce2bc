import { secretInPlain } from '../../../src/rules/configuration/secret-in-plain.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

function env(name: string, value: string): string {
  return manifest('Deployment', { container: `env: [{name: ${name}, value: ${JSON.stringify(value)}}]` });
}

const expected = [
  {
    path: 'spec.template.spec.containers[0].env[0].name',
    container: 'web',
    severity: 'advice' as const,
    saysNot: ['hunter2'],
  },
];

testLint(secretInPlain, {
  fires: [
    ...['DB_PASSWORD', 'POSTGRES_PASS', 'apiKey', 'AWS_SECRET_ACCESS_KEY', 'jwt.secret', 'GITHUB_TOKEN'].map(
      (name) => ({
        name: `a variable called ${name}`,
        yaml: env(name, 'hunter2-hunter2'),
        expect: expected.map((one) => ({ ...one, detail: 'name', says: [name] })),
      }),
    ),
    {
      name: 'a password in a URL',
      yaml: env('DATABASE_URL', 'postgres://web:hunter2@db:5432/web'),
      expect: expected.map((one) => ({ ...one, detail: 'url' })),
    },
    {
      name: 'a private key',
      yaml: env('CERT', '-----BEGIN RSA PRIVATE KEY-----\nhunter2'),
      expect: expected.map((one) => ({ ...one, detail: 'key' })),
    },
  ],
  silent: [
    {
      name: 'from a Secret',
      yaml: manifest('Deployment', {
        container: 'env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]',
      }),
    },
    ...(
      [
        ['DB_PASSWORD', ''],
        ['DB_PASSWORD', '$(OTHER)'],
        ['DB_PASSWORD', '${DB_PASSWORD}'],
        ['DB_PASSWORD', 'vault:secret/data/db#password'],
        ['DB_PASSWORD_FILE', '/run/secrets/db'],
        ['AUTH_TOKEN', '/var/run/token'],
        ['MYSQL_RANDOM_ROOT_PASSWORD', 'yes'],
        ['TLS_SECRET', 'web-tls'],
        ['TOKEN_URL', 'https://id.example/token'],
        ['SECRET_NAME', 'db'],
        ['MAX_TOKENS', '4096'],
        ['CSRF_TOKEN', '30s'],
        ['PWD', '/srv'],
        ['DATABASE_URL', 'postgres://web:$(DB_PASSWORD)@db/web'],
        ['DATABASE_URL', 'postgres://web@db/web'],
        ['API_KEY', '<your key>'],
      ] as const
    ).map(([name, value]) => ({ name: `${name} is ${value || 'empty'}`, yaml: env(name, value) })),
  ],
});
