import { describe, expect, test } from '@jest/globals';
import type { Container, Service } from '../../src/core/kubernetes.ts';
import { isMeasuring, servicesKnown, trafficOf } from '../../src/facts/traffic.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

const service = (
  targetPort: string | number,
  more: Partial<NonNullable<Service['spec']>> = {},
  name = 'web',
): Service => ({
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort }], ...more },
});
const pod = (...containers: Container[]) =>
  podSpecFacts({ metadata: { labels: { app: 'web' } }, spec: { containers } }, 'spec');
const web: Container = { name: 'web', ports: [{ name: 'http', containerPort: 8080 }] };
const proxy: Container = { name: 'proxy', ports: [{ containerPort: 9000 }] };

describe('trafficOf', () => {
  test.each([
    ['a name', service('http'), ['web']],
    ['a number', service(9000), ['proxy']],
    ['a number that nobody declares, with two containers', service(1234), []],
    ['a name that nobody declares', service('grpc'), []],
    ['another selector', service('http', { selector: { app: 'db' } }), []],
    ['unready pods are wanted', service('http', { publishNotReadyAddresses: true }), []],
    ['metrics', service('http', { ports: [{ name: 'metrics', port: 9090, targetPort: 8080 }] }), []],
  ])('%s', (_name, one, expected) => {
    expect(trafficOf(pod(web, proxy), [one]).map(({ container }) => container.name)).toEqual(expected);
  });

  test('a number that nobody declares leads to the only container', () => {
    expect(trafficOf(pod({ name: 'web' }), [service(1234)])).toHaveLength(1);
  });
});

describe('servicesKnown', () => {
  const bundle = (objects: Service[], ...complete: string[]) => ({ objects, complete: new Set(complete) });
  test('an input without Services knows none, a namespace without them has none', () => {
    expect(servicesKnown({ bundle: bundle([]), namespace: 'shop' })).toBeUndefined();
    expect(servicesKnown({ bundle: bundle([], 'Service'), namespace: 'shop' })).toEqual([]);
    expect(servicesKnown({ services: [], namespace: 'shop' })).toEqual([]);
  });

  test('Services of another namespace are not known', () => {
    const other = { ...service('http'), metadata: { name: 'web', namespace: 'other' } };
    expect(servicesKnown({ bundle: bundle([other, service('http')]), namespace: 'shop' })).toEqual([service('http')]);
  });
});

test.each([
  ['metrics', true],
  ['http-prom', true],
  ['prometheus', true],
  ['promo', false],
  ['http', false],
  [undefined, false],
])('isMeasuring(%s): %s', (name, measures) => {
  expect(isMeasuring(name)).toBe(measures);
});
