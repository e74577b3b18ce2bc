import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { lintTexts } from '../support/lint-input.ts';

const folder = join(import.meta.dirname, '../fixtures/manifests');

/** What is said above advice of manifests as they are met in good clusters: hardly anything. */
const said: Readonly<Record<string, readonly string[]>> = {
  'ingress-nginx.yaml': [
    'memory-limit-missing Deployment/ingress-nginx-controller',
    'qos-best-effort Job/ingress-nginx-admission-create',
  ],
  'prometheus.yaml': ['liveness-equals-readiness StatefulSet/prometheus-server'],
};

test.each(readdirSync(folder))('%s is no cause for alarm', (file) => {
  const { findings, failedRules } = lintTexts({ [file]: readFileSync(join(folder, file), 'utf8') }).report;
  expect(failedRules).toEqual([]);
  expect(
    findings.filter(({ severity }) => severity !== 'advice').map(({ rule, object }) => `${rule} ${object ?? ''}`),
  ).toEqual(said[file] ?? []);
});
