import { expect, test } from '@jest/globals';
import { mergedContainers, securityChange, securityRefusal } from '../../src/facts/pod-security.ts';
import { podSpecFacts } from '../../src/facts/workload.ts';

const template = podSpecFacts(
  { spec: { initContainers: [{ name: 'init' }], containers: [{ name: 'web' }] } },
  'spec.template.spec',
);

function violations(text: string) {
  const refusal = securityRefusal(`violates PodSecurity "restricted:latest": ${text}`);
  return refusal?.kind === 'pod-security' ? refusal.violations : [];
}

test('checks are parted by the commas outside of parentheses', () => {
  expect(violations('a (containers "x", "y" must not, b (c)), d')).toEqual([
    { reason: 'a', detail: 'containers "x", "y" must not, b (c)', containers: ['x', 'y'] },
    { reason: 'd', detail: '', containers: [] },
  ]);
});

test('a check that names no container concerns all', () => {
  const change = securityChange(violations('seccompProfile (pod must set it)'), template);
  expect(mergedContainers(change, template)).toEqual({
    initContainers: [{ name: 'init', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
    containers: [{ name: 'web', securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }],
  });
});

test('what no field alone can satisfy stays open', () => {
  const change = securityChange(
    violations('hostPort (container "web" uses hostPort 80), host namespaces (hostIPC=true)'),
    template,
  );
  expect(change.open.map(({ reason }) => reason)).toEqual(['hostPort']);
  expect(change.pod).toEqual({ hostIPC: false });
});
