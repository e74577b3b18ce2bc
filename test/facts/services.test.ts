import { describe, expect, test } from '@jest/globals';
import type { Container, Service, ServicePort } from '../../src/core/kubernetes.ts';
import { containersOf } from '../../src/facts/containers.ts';
import {
  hasSelector,
  hintsAtPort,
  isInjected,
  isMisspelt,
  nearServices,
  servicesSelecting,
  targetPortOf,
} from '../../src/facts/services.ts';

function service(name: string, selector?: Record<string, string>, more: Service['spec'] = {}): Service {
  return { kind: 'Service', metadata: { name }, spec: { ...(selector ? { selector } : {}), ...more } };
}

const containers = containersOf(
  {
    containers: [
      {
        name: 'web',
        ports: [
          { name: 'http', containerPort: 80 },
          { name: 'dns', containerPort: 53, protocol: 'UDP' },
        ],
      },
    ],
    initContainers: [
      { name: 'setup', ports: [{ name: 'setup', containerPort: 1 }] },
      { name: 'proxy', restartPolicy: 'Always', ports: [{ name: 'admin', containerPort: 15000 }] },
    ],
  },
  'spec',
);

describe('targetPortOf', () => {
  test.each<[ServicePort, number | undefined, boolean]>([
    [{ port: 8080, targetPort: 'http' }, 80, true],
    [{ port: 8080, targetPort: 'web' }, undefined, false],
    [{ port: 8080, targetPort: 9999 }, 9999, false],
    [{ port: 80 }, 80, true],
    [{ port: 80, targetPort: 0 }, 80, true],
    [{ port: 53, targetPort: 'dns' }, undefined, false],
    [{ port: 53, targetPort: 'dns', protocol: 'UDP' }, 53, true],
    [{ port: 1, targetPort: 'admin' }, 15000, true],
    [{ port: 1, targetPort: 'setup' }, undefined, false],
    [{ port: 1, targetPort: '80' }, undefined, false],
  ])('%j', (port, number, declared) => {
    const target = targetPortOf(port, containers);
    expect(target.number).toBe(number);
    expect(target.declared !== undefined).toBe(declared);
  });
});

describe('selection', () => {
  test('ExternalName and selector-less Services select nothing', () => {
    expect(hasSelector(service('a', { app: 'web' }))).toBe(true);
    expect(hasSelector(service('a'))).toBe(false);
    expect(hasSelector(service('a', {}))).toBe(false);
    expect(hasSelector(service('a', { app: 'web' }, { type: 'ExternalName' }))).toBe(false);
    const services = [service('a', { app: 'web' }), service('b', { app: 'web', tier: 'x' }), service('c')];
    expect(servicesSelecting(services, { app: 'web' }).map(({ metadata }) => metadata?.name)).toEqual(['a']);
  });
});

describe('isMisspelt', () => {
  test.each([
    ['coupons', 'coupon'],
    ['fronted', 'frontend'],
    ['order-api', 'orders-api'],
    ['My_App', 'my-app'],
    ['app', 'apps'],
  ])('%s for %s', (a, b) => {
    expect(isMisspelt(a, b)).toBe(true);
  });
  test.each([
    ['v1', 'v2'],
    ['web-1', 'web-2'],
    ['api', 'app'],
    ['cart', 'card'],
    ['blue', 'green'],
    ['primary', 'replica'],
    ['api', 'worker'],
  ])('%s is not %s', (a, b) => {
    expect(isMisspelt(a, b)).toBe(false);
  });
});

describe('nearServices', () => {
  const near = (labels: Record<string, string>, services: Service[], ...names: string[]): (string | undefined)[] =>
    nearServices(services, labels, names).map((one) => one.service.metadata?.name);

  test('by the name of the workload', () => {
    expect(near({ app: 'coupon' }, [service('coupon', { app: 'coupons' })], 'coupon')).toEqual(['coupon']);
    expect(near({ app: 'web' }, [service('shop-svc', { run: 'shop' })], 'shop')).toEqual(['shop-svc']);
  });
  test('by a selector that fits but for a misspelt value or the wrong key', () => {
    expect(near({ app: 'orders', tier: 'api' }, [service('x', { app: 'order', tier: 'api' })], 'orders')).toEqual([
      'x',
    ]);
    expect(near({ app: 'orders' }, [service('x', { 'app.kubernetes.io/name': 'orders' })], 'o')).toEqual(['x']);
  });
  test('by a name and a selector that are written with the same letters', () => {
    expect(near({ app: 'web-api' }, [service('webapi', { app: 'webapi' })], 'web-api')).toEqual(['webapi']);
  });
  test('the nearest first: by its name, by what differs, by the letters of its name', () => {
    const close = { app: 'orders', tier: 'api', part: 'shop' };
    const services = [
      service('z', { app: 'order', tier: 'api', part: 'shop' }),
      service('y', { app: 'order', tier: 'api', part: 'shop' }),
      service('x', { app: 'order', tier: 'apis', part: 'shop' }),
      service('orders', { app: 'order', tier: 'apis', part: 'shops' }),
    ];
    expect(near(close, services, 'orders')).toEqual(['orders', 'y', 'z', 'x']);
  });
  test('not another application', () => {
    expect(near({ app: 'coupon' }, [service('coupons', { app: 'coupons' })], 'coupon')).toEqual([]);
    expect(near({ app: 'worker' }, [service('web', { app: 'web' })], 'worker')).toEqual([]);
    expect(
      near({ app: 'shop', component: 'worker' }, [service('shop', { app: 'shop', component: 'web' })], 'shop-worker'),
    ).toEqual([]);
    expect(
      near({ app: 'worker', 'app.kubernetes.io/part-of': 'shop' }, [service('shop', { app: 'shop' })], 'worker'),
    ).toEqual([]);
  });
  test('not what is told apart on purpose', () => {
    expect(near({ app: 'web', version: 'v2' }, [service('web', { app: 'web', version: 'v1' })], 'web')).toEqual([]);
    expect(near({ app: 'pg', role: 'replica' }, [service('pg', { app: 'pg', role: 'primary' })], 'pg')).toEqual([]);
    expect(near({ app: 'web', slot: 'green' }, [service('web', { app: 'web', slot: 'blue' })], 'web')).toEqual([]);
  });
  test('the one of the name first', () => {
    const services = [service('a', { app: 'orders-ap' }), service('orders-api', { app: 'x', tier: 'y' })];
    expect(near({ app: 'orders-api' }, services, 'orders-api')).toEqual(['orders-api', 'a']);
  });
});

test('ports that a container speaks of without declaring them', () => {
  const [web] = containersOf(
    {
      containers: [
        {
          name: 'web',
          args: ['--port=8080'],
          env: [{ name: 'P', value: '9090' }],
          readinessProbe: { httpGet: { port: 7000 } },
        } satisfies Container,
      ],
    },
    'spec',
  );
  if (!web) throw new Error('no container');
  expect([8080, 9090, 7000, 80, 808].map((port) => hintsAtPort(web, port))).toEqual([true, true, true, false, false]);
});

test('injected proxies', () => {
  const [istio, own] = containersOf(
    { containers: [{ name: 'istio-proxy' }, { name: 'web', image: 'shop/proxy:1' }] },
    'spec',
  );
  expect(istio && isInjected(istio)).toBe(true);
  expect(own && isInjected(own)).toBe(false);
});
