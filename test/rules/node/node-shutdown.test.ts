import { nodeShutdown } from '../../../src/rules/node/node-shutdown.ts';
import { aPod, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { failedPod, target } from '../../support/disrupted.ts';

const message = 'Pod was terminated in response to imminent node shutdown.';

testRule(nodeShutdown, {
  fires: [
    {
      name: 'graceful shutdown',
      objects: [failedPod('Terminated', message)],
      expect: [{ container: null, severity: 'error', says: ['node-a', 'kubectl'] }],
    },
    {
      name: 'the condition alone',
      objects: [failedPod('', '', target('TerminationByKubelet', message))],
      expect: [{}],
    },
    {
      name: 'refused while it lasts',
      objects: [failedPod('NodeShutdown', 'Pod was rejected as the node is shutting down.')],
      expect: [{ says: ['refused'] }],
    },
    {
      name: 'the words of older kubelets',
      objects: [failedPod('Shutdown', 'Node is shutting, evicting pods')],
      expect: [{}],
    },
    {
      name: 'replaced: information',
      objects: [
        failedPod('Terminated', message, { owner: { kind: 'ReplicaSet', name: 'web' } }),
        aWorkload('ReplicaSet', 'web', { status: { readyReplicas: 1 } }),
      ],
      expect: [{ severity: 'info' }],
    },
  ],
  silent: [
    { name: 'evicted', recording: 'log-shipper' },
    { name: 'a failure of its own', objects: [failedPod('', '')] },
    { name: 'running', objects: [aPod()] },
  ],
});
