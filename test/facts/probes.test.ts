import { describe, expect, test } from '@jest/globals';
import type { Container, Probe } from '../../src/core/kubernetes.ts';
import { containersOf } from '../../src/facts/containers.ts';
import { arithmeticText, checkText, probeOf, probePort, probesOf, timingText } from '../../src/facts/probes.ts';

function container(spec: Partial<Container>) {
  const [one] = containersOf({ containers: [{ name: 'web', ...spec }] }, 'spec');
  if (!one) throw new Error('no container');
  return one;
}

const http: Probe = { httpGet: { path: '/healthz', port: 8080 } };

describe('probesOf', () => {
  test('applies the defaults of the API server; 0 counts as not set', () => {
    const probe = probeOf(container({ livenessProbe: { ...http, periodSeconds: 0, failureThreshold: 0 } }), 'liveness');
    expect(probe?.timing).toMatchObject({
      initialDelay: 0,
      period: 10,
      timeout: 1,
      failureThreshold: 3,
      successThreshold: 1,
      firstCheck: 0,
      effectAfter: 20,
      effectAtLatest: 31,
    });
  });

  test('the initial delay counts from the start of the container, also behind a startup probe', () => {
    const probes = probesOf(
      container({
        startupProbe: { ...http, initialDelaySeconds: 10, periodSeconds: 5, failureThreshold: 4 },
        livenessProbe: { ...http, initialDelaySeconds: 5 },
        readinessProbe: { ...http, initialDelaySeconds: 60 },
      }),
    );
    expect(probes.map(({ type }) => type)).toEqual(['startup', 'liveness', 'readiness']);
    expect(probes.map(({ timing }) => timing.firstCheck)).toEqual([10, 10, 60]);
    expect(probes.map(({ timing }) => timing.effectAfter)).toEqual([25, 30, 80]);
    expect(probes.map(({ timing }) => timing.effectAtLatest)).toEqual([31, 62, 91]);
  });

  test('a time-out longer than the period stretches the latest', () => {
    const timing = probeOf(container({ livenessProbe: { ...http, timeoutSeconds: 20 } }), 'liveness')?.timing;
    expect(timing?.effectAtLatest).toBe(10 + 2 * 20 + 20);
  });

  test('none where there are none', () => {
    expect(probesOf(container({}))).toEqual([]);
  });
});

describe('probePort', () => {
  const named = container({ ports: [{ name: 'http', containerPort: 80 }] });
  test.each<[Probe, ReturnType<typeof probePort>]>([
    [{ httpGet: { port: 8080 } }, { port: 8080 }],
    [{ httpGet: { port: 'http' } }, { port: 80 }],
    [{ tcpSocket: { port: '5432' } }, { port: 5432 }],
    [{ httpGet: { port: 'web' } }, { unknown: 'web' }],
    [{ grpc: { port: 9000 } }, { port: 9000 }],
    [{ exec: { command: ['true'] } }, {}],
    [{}, {}],
  ])('%j', (probe, expected) => {
    expect(probePort(named, probe)).toEqual(expected);
  });
});

describe('texts', () => {
  test.each<[Probe, string]>([
    [http, 'http :8080/healthz'],
    [{ httpGet: { port: 'web', scheme: 'HTTPS', path: 'x' } }, 'https :web/x'],
    [{ httpGet: { port: 80, host: 'upstream' } }, 'http upstream:80/'],
    [{ tcpSocket: { port: 5432 } }, 'tcp :5432'],
    [{ grpc: { port: 9000, service: 'cart' } }, 'grpc :9000 (service cart)'],
    [{ exec: { command: ['cat', '/tmp/ok'] } }, 'exec cat /tmp/ok'],
    [{}, 'no check'],
  ])('check %j', (probe, expected) => {
    expect(checkText(probe)).toBe(expected);
  });

  test('timing and arithmetic', () => {
    const timing = probeOf(
      container({ livenessProbe: { ...http, initialDelaySeconds: 5, failureThreshold: 3 } }),
      'liveness',
    )?.timing;
    if (!timing) throw new Error('no timing');
    expect(timingText(timing)).toBe('first after 5 s, every 10 s, 1 s time-out, 3 tries');
    expect(arithmeticText('liveness', timing)).toBe('kills 25 s after start at the earliest (5 + 2 × 10)');
    expect(arithmeticText('readiness', timing)).toContain('20 s after the first failure (2 × 10)');
    expect(arithmeticText('readiness', { ...timing, failureThreshold: 1 })).toContain('at the first failure');
    expect(arithmeticText('startup', { ...timing, failureThreshold: 1, effectAfter: 5 })).toContain('kills 5 s after');
    expect(arithmeticText('liveness', { ...timing, failureThreshold: 1, firstCheck: 0, effectAfter: 0 })).toBe(
      'kills 0 s after start at the earliest',
    );
  });
});
