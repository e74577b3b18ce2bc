import { expect, test } from '@jest/globals';
import { isDatabaseImage } from '../../src/facts/database-image.ts';

test.each([
  'postgres:16',
  'docker.io/bitnami/postgresql',
  'host:5000/mirror/mongo@sha256:' + 'a'.repeat(64),
  'clickhouse/clickhouse-server:24',
])('%s holds data', (image) => {
  expect(isDatabaseImage(image)).toBe(true);
});

test.each(['nginx', 'prom/postgres-exporter:1', 'redis-commander', '', undefined, 'Not An Image'])(
  '%s does not',
  (image) => {
    expect(isDatabaseImage(image)).toBe(false);
  },
);
