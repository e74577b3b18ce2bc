import { describe, expect, test } from '@jest/globals';
import type { KubeObject } from '../../src/core/kubernetes.ts';
import { validateObject, validatePodOfTemplate } from '../../src/facts/validation/index.ts';
import { freeze } from './freeze.ts';

type Fields = Readonly<Record<string, unknown>>;

const app = { name: 'app', image: 'app:1' };

/** A pod that nothing is wrong with but these fields. */
export function podWith(spec: Fields = {}, metadata: Fields = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', ...metadata },
    spec: { containers: [app], ...spec },
  };
}

/** The same with these fields in its only container. */
export function containerWith(container: Fields, spec: Fields = {}): KubeObject {
  return podWith({ ...spec, containers: [{ ...app, ...container }] });
}

/** A Deployment, StatefulSet … that nothing is wrong with but these fields. */
export function workloadWith(kind: string, spec: Fields = {}, podSpec: Fields = {}, metadata: Fields = {}): KubeObject {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [app], ...podSpec } };
  const selector = { matchLabels: { app: 'web' } };
  const own = kind === 'StatefulSet' ? { serviceName: 'web' } : {};
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', ...metadata },
    spec: { selector, ...own, template, ...spec },
  };
}

export function jobWith(spec: Fields = {}, podSpec: Fields = {}): KubeObject {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'work' },
    spec: { template: { spec: { restartPolicy: 'Never', containers: [app], ...podSpec } }, ...spec },
  };
}

export function cronJobWith(spec: Fields = {}, metadata: Fields = {}): KubeObject {
  const jobTemplate = { spec: jobWith()['spec'] };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'work', ...metadata },
    spec: { schedule: '0 3 * * *', jobTemplate, ...spec },
  };
}

/** An object, and what is said of it: rule and path of each problem, in order. */
export type ValidationExample = readonly [name: string, object: KubeObject, says: readonly string[], version?: string];

/** Tests what validation says of objects, frozen ones. `prefix` stands before every path. */
export function testValidation(subject: string, prefix: string, examples: readonly ValidationExample[]): void {
  describe(subject, () => {
    test.each(examples.map((one) => [one[0] + (one[3] ? ` (${one[3]})` : ''), one] as const))('%s', (_name, one) => {
      const [, object, says, version] = one;
      freeze(object);
      const said = validateObject(object, version).map(({ rule, path }) => `${rule} ${path}`);
      expect(said).toEqual(says.map((text) => text.replace(' ', ` ${prefix}`)));
    });
  });
}

/** What validation says of the pods of a workload. */
export function saidOfPods(object: KubeObject, version?: string): string[] {
  freeze(object);
  return validatePodOfTemplate(object, version).map(({ rule, path, stage }) => `${stage} ${rule} ${path}`);
}
