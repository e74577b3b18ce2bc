import { describe, expect, test } from '@jest/globals';
import { evaluateCel, understandsCel } from '../../src/fit/devices/cel.ts';
import { allocate } from '../../src/fit/devices/allocate.ts';
import { celDevice } from '../../src/fit/devices/pool.ts';
import { nodeRecord } from '../../src/fit/node-index.ts';
import type { DeviceClaim, ResourceSlice } from '../../src/fit/objects.ts';
import { aNode } from '../support/builders.ts';

const gpu = {
  name: 'gpu-0',
  attributes: {
    model: { string: 'a100' },
    index: { int: 0 },
    driverVersion: { version: '1.10.0' },
    'other.example/numa': { int: 1 },
  },
  capacity: { memory: { value: '40Gi' } },
};

describe('CEL', () => {
  const variables = celDevice({ id: '', driver: 'gpu.example.com', device: gpu });
  test.each([
    ["device.driver == 'gpu.example.com'", true],
    ["device.attributes['gpu.example.com'].model == \"a100\" && device.driver != 'x'", true],
    ["device.attributes['gpu.example.com'].index < 1 || false", true],
    ["device.attributes['other.example'].numa in [1, 2]", true],
    ["!(device.attributes['gpu.example.com'].model.startsWith('h'))", true],
    ["device.capacity['gpu.example.com'].memory.compareTo(quantity('40Gi')) >= 0", true],
    ["device.capacity['gpu.example.com'].memory.isGreaterThan(quantity('40Gi'))", false],
    ["device.attributes['gpu.example.com'].driverVersion.compareTo(semver('1.9.0')) > 0", true],
    ["device.attributes['gpu.example.com'].missing == 'x'", undefined],
    ["device.attributes['gpu.example.com'].model.matches('^a1')", true],
    ["'numa' in device.attributes['other.example']", true],
  ])('%s is %s', (expression, value) => {
    expect(evaluateCel(expression, variables)).toBe(value);
  });

  test.each(['device.all(x, x > 1)', 'a ? b : c', '(', 'device.driver ==', 'cel.bind(x, 1, x)'])(
    'does not pretend to understand %s',
    (text) => {
      expect(understandsCel(text)).toBe(false);
    },
  );
});

describe('allocation', () => {
  const slice = (devices: object[], more: object = {}): ResourceSlice =>
    ({
      spec: { driver: 'd', pool: { name: 'p', generation: 1, resourceSliceCount: 1 }, nodeName: 'a', devices, ...more },
    }) as ResourceSlice;
  const device = (name: string, numa: number): object => ({ name, attributes: { numa: { int: numa } } });
  const can = (devices: DeviceClaim, slices: ResourceSlice[], taken: string[] = []): boolean =>
    allocate([{ spec: { devices } }], nodeRecord(aNode('a'), []), {
      slices,
      classes: new Map([['any', {}]]),
      taken: new Set(taken),
    });
  const asks = (count: number, name = 'r'): NonNullable<DeviceClaim['requests']>[number] => ({
    name,
    exactly: { deviceClassName: 'any', count },
  });

  test('takes free devices of the node', () => {
    const slices = [slice([device('x', 0), device('y', 1)])];
    expect(can({ requests: [asks(2)] }, slices)).toBe(true);
    expect(can({ requests: [asks(2)] }, slices, ['d/p/x'])).toBe(false);
    expect(can({ requests: [asks(1)] }, [slice([device('x', 0)], { nodeName: 'b' })])).toBe(false);
    expect(
      can({ requests: [{ name: 'r', exactly: { deviceClassName: 'any', allocationMode: 'All' } }] }, slices, ['d/p/x']),
    ).toBe(false);
  });

  test('steps back where a constraint needs another choice', () => {
    const slices = [slice([device('x', 0), device('y', 1), device('z', 1)])];
    const constraints = [{ matchAttribute: 'd/numa' }];
    expect(can({ requests: [asks(1, 'r'), asks(1, 's')], constraints }, slices)).toBe(true);
    expect(can({ requests: [asks(3)], constraints }, slices)).toBe(false);
    expect(can({ requests: [asks(3)], constraints: [{ distinctAttribute: 'd/numa' }] }, slices)).toBe(false);
  });

  test('tries the ways of a request in turn', () => {
    const ways = [
      { name: 'two', deviceClassName: 'any', count: 2 },
      { name: 'one', deviceClassName: 'any', count: 1 },
    ];
    expect(can({ requests: [{ name: 'r', firstAvailable: ways }] }, [slice([device('x', 0)])])).toBe(true);
  });

  test('uses neither incomplete pools nor old generations nor tainted devices', () => {
    const pool = (generation: number, resourceSliceCount: number): object => ({
      pool: { name: 'p', generation, resourceSliceCount },
    });
    expect(can({ requests: [asks(1)] }, [slice([device('x', 0)], pool(1, 2))])).toBe(false);
    expect(can({ requests: [asks(1)] }, [slice([device('x', 0)], pool(1, 1)), slice([], pool(2, 1))])).toBe(false);
    expect(
      can({ requests: [asks(1)] }, [slice([{ ...device('x', 0), taints: [{ key: 'k', effect: 'NoExecute' }] }])]),
    ).toBe(false);
  });
});
