import { describe, expect, test } from '@jest/globals';
import type { KubeObject, Service } from '../../src/core/kubernetes.ts';
import type { BundleFacts } from '../../src/core/manifest.ts';
import { mayBeMade, misspeltName, objectsOfKind } from '../../src/facts/bundle.ts';
import { bundled } from '../../src/facts/bundle-index.ts';
import { podTemplatePath } from '../../src/facts/pod-template.ts';
import { matchesMap } from '../../src/facts/selectors.ts';
import { servicesSelecting } from '../../src/facts/services.ts';

const object = (kind: string, name: string, more: object = {}, apiVersion = 'v1'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'shop' },
  ...more,
});

function bundleOf(...objects: KubeObject[]): BundleFacts {
  return { objects, complete: new Set() };
}

describe('bundled', () => {
  const slim = (one: KubeObject): KubeObject | undefined => bundled(one, podTemplatePath(one));

  test('keeps the keys of ConfigMaps and Secrets and none of their values', () => {
    const kept = slim(
      object('Secret', 'a', { type: 'Opaque', data: { key: 'eA==' }, stringData: { other: 'hunter2' } }),
    );
    expect(kept).toMatchObject({ type: 'Opaque', data: { key: '' }, stringData: { other: '' } });
    expect(JSON.stringify(kept)).not.toMatch(/eA==|hunter2/);
  });

  test('keeps of a pod template what others look at', () => {
    const container = {
      name: 'web',
      image: 'x',
      ports: [{ containerPort: 80 }],
      env: [{ name: 'A', value: 'long' }],
      args: ['long'],
    };
    const kept = slim(
      object(
        'Deployment',
        'web',
        {
          spec: {
            replicas: 2,
            template: { metadata: { labels: { a: 'b' } }, spec: { volumes: [{ name: 'v' }], containers: [container] } },
          },
        },
        'apps/v1',
      ),
    );
    expect(kept).toMatchObject({
      spec: {
        replicas: 2,
        template: {
          metadata: { labels: { a: 'b' } },
          spec: { volumes: [{ name: 'v' }], containers: [{ name: 'web', ports: [{ containerPort: 80 }] }] },
        },
      },
    });
    expect(JSON.stringify(kept)).not.toContain('long');
  });

  test('keeps what is no list of containers as it is', () => {
    const spec = { template: { spec: { containers: 'none', initContainers: ['a', { name: 'b', args: ['long'] }] } } };
    const kept = slim({ kind: 'Deployment', apiVersion: 'apps/v1', metadata: { name: 'web' }, spec });
    expect(kept?.['spec']).toEqual({
      template: { spec: { containers: 'none', initContainers: ['a', { name: 'b' }] } },
    });
    expect(slim({ kind: 'Service', metadata: { name: 'web' } })).toEqual({
      kind: 'Service',
      metadata: { name: 'web' },
    });
  });

  test('keeps little of what it does not know, and nothing of definitions', () => {
    const large = { spec: { text: 'x'.repeat(10_000) } };
    expect(slim(object('Widget', 'w', large, 'x.io/v1'))).toEqual({
      apiVersion: 'x.io/v1',
      kind: 'Widget',
      metadata: { name: 'w', namespace: 'shop' },
    });
    expect(slim(object('CustomResourceDefinition', 'c', large))).toBeUndefined();
    expect(slim({ kind: 'Pod' })).toBeUndefined();
  });
});

describe('what the bundle holds', () => {
  test('objects without a namespace may be anywhere', () => {
    const loose = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'loose' } };
    const bundle = bundleOf(object('ConfigMap', 'a'), loose);
    const names = (namespace?: string): unknown[] =>
      objectsOfKind(bundle, 'ConfigMap', namespace).map(({ metadata }) => metadata?.name);
    expect(names('shop')).toEqual(['a', 'loose']);
    expect(names('other')).toEqual(['loose']);
    expect(names()).toEqual(['a', 'loose']);
    expect(objectsOfKind(undefined, 'ConfigMap')).toEqual([]);
  });

  test('what an operator may make', () => {
    const bundle = bundleOf(
      object('ExternalSecret', 'db', { spec: { target: { name: 'keys' } } }, 'external-secrets.io/v1'),
      object('Role', 'role', {}, 'rbac.authorization.k8s.io/v1'),
    );
    expect(mayBeMade(bundle, 'Secret', 'keys')).toBe(true);
    expect(mayBeMade(bundle, 'Secret', 'db')).toBe(true);
    expect(mayBeMade(bundle, 'Secret', 'role')).toBe(false);
  });

  test.each([
    ['web-confg', 'web-config'],
    ['web_config', 'web-config'],
    ['web-config-v2', undefined],
    ['wbe-config', undefined],
    ['web-cnofig', 'web-config'],
    ['db-config', undefined],
    ['web-conf', undefined],
    ['webconfig', 'web-config'],
    ['web-config', undefined],
  ])('%s may mean %s', (wanted, meant) => {
    expect(misspeltName(bundleOf(object('ConfigMap', 'web-config')), 'ConfigMap', 'shop', wanted, () => false)).toBe(
      meant,
    );
  });
});

test('looking Services up by a label finds what going through all of them finds', () => {
  const services = Array.from({ length: 60 }, (_, index): Service => ({
    metadata: { name: `s${index}` },
    spec: {
      selector: index % 7 === 0 ? {} : { app: `a${index % 5}`, ...(index % 2 ? { tier: `t${index % 3}` } : {}) },
    },
  }));
  for (let app = 0; app < 6; app++) {
    for (let tier = 0; tier < 4; tier++) {
      const labels = { tier: `t${tier}`, app: `a${app}` };
      expect(servicesSelecting(services, labels)).toEqual(
        services.filter(({ spec }) => matchesMap(spec?.selector, labels)),
      );
    }
  }
});
