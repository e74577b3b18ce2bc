import type { KubeObject } from '../../../src/core/kubernetes.ts';
import { healthy } from '../../../src/rules/outcome/healthy.ts';
import { aPod, aWorkload, terminated } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'shop-web', namespace: 'shop' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
};

testRule(healthy, {
  fires: [
    {
      name: 'running and ready',
      objects: [aPod(), service],
      expect: [
        { container: null, severity: 'info', says: ['no restarts', 'node-a', 'Service shop-web', '14 min 55 s'] },
      ],
    },
    {
      name: 'restarted before',
      objects: [aPod({ containers: [{ restarts: 2, last: terminated(1) }] })],
      expect: [{ says: ['restarted twice before'] }],
    },
    {
      name: 'without conditions every container decides',
      objects: [aPod({ status: { conditions: [] } })],
      expect: [{}],
    },
    {
      name: 'of a Job',
      objects: [aPod({ owner: { kind: 'Job', name: 'seed' } }), aWorkload('Job', 'seed')],
      expect: [{ says: ['not done yet'] }],
    },
    { name: 'two replicas, recorded', recording: 'blog-platform', expect: [{ says: ['2 of 2 pods ready'] }] },
    { name: 'a bare pod, recorded', recording: 'debug-shell', expect: [{ says: ['BestEffort'] }] },
    { name: 'trouble that is over, recorded', recording: 'warm-up', expect: [{}] },
  ],
  silent: [
    { name: 'not ready', objects: [aPod({ containers: [{ ready: false }] })] },
    { name: 'being deleted', objects: [aPod({ metadata: { deletionTimestamp: '2026-01-15T12:00:20Z' } })] },
    { name: 'ended', objects: [aPod({ status: { phase: 'Succeeded' } })] },
    { name: 'starting', recording: 'fresh-web' },
  ],
});
