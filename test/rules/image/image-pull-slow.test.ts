import { imagePullSlow } from '../../../src/rules/image/image-pull-slow.ts';
import { anEvent, aPod, running, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const creating = (reason = 'ContainerCreating') =>
  aPod({
    created: 400,
    status: { phase: 'Pending' },
    containers: [{ name: 'web', image: 'quay.io/shop/web:1', state: waiting(reason) }],
  });
const pulling = (ago: number) =>
  anEvent('Pulling', 'Pulling image "quay.io/shop/web:1"', { container: 'web', ago, type: 'Normal' });

testRule(imagePullSlow, {
  fires: [
    {
      name: 'pulling for minutes',
      objects: [creating(), pulling(200)],
      expect: [{ container: 'web', severity: 'warning', says: ['3 min 20 s', 'quay.io'] }],
    },
    {
      name: 'behind init containers',
      objects: [creating('PodInitializing'), pulling(90)],
      expect: [{ container: 'web' }],
    },
    { name: 'recorded', recording: 'model-server', expect: [{ container: 'server', says: ['hanging.example.com'] }] },
  ],
  silent: [
    { name: 'pulling for seconds', objects: [creating(), pulling(30)] },
    { name: 'the event has expired', objects: [creating()] },
    {
      name: 'pulled, and something else takes its time',
      objects: [
        creating(),
        pulling(200),
        anEvent('Pulled', 'Successfully pulled image', { container: 'web', ago: 150, type: 'Normal' }),
      ],
    },
    {
      name: 'pulled and running',
      objects: [aPod({ containers: [{ name: 'web', state: running(100), ready: false }] }), pulling(200)],
    },
    { name: 'the pull fails', recording: 'web-preview' },
  ],
});
