import { expect, test } from '@jest/globals';
import type { Container } from '../../src/core/kubernetes.ts';
import { saysPort } from '../../src/facts/stated-ports.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

test.each<[string, Partial<Container>, Record<string, string>, boolean]>([
  ['an argument', { args: ['--listen=:8081'] }, {}, true],
  ['a variable', { env: [{ name: 'PORT', value: '8081' }] }, {}, true],
  ['an annotation', {}, { 'prometheus.io/port': '8081' }, true],
  ['a hook', { lifecycle: { preStop: { httpGet: { port: 8081 } } } }, {}, true],
  ['another number that holds it', { args: ['--id=180812', '--ip=1.8081'] }, {}, false],
  ['nothing', {}, {}, false],
])('%s', (_name, spec, annotations, says) => {
  const pod = podSpecFacts({ metadata: { annotations }, spec: { containers: [{ name: 'a', ...spec }] } }, 'spec');
  const [container] = pod.containers;
  expect(container && saysPort(container, pod, 8081)).toBe(says);
});
