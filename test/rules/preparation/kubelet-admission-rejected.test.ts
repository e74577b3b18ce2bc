import { kubeletAdmissionRejected } from '../../../src/rules/preparation/kubelet-admission-rejected.ts';
import { ago, aPod, anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating } from '../../support/preparing.ts';

const rejected = (reason: string, message: string, options: Parameters<typeof aPod>[0] = {}): ReturnType<typeof aPod> =>
  aPod({
    ...options,
    created: options.created ?? 60,
    status: { phase: 'Failed', reason, message: `Pod was rejected: ${message}`, conditions: [], containerStatuses: [] },
  });

testRule(kubeletAdmissionRejected, {
  fires: [
    {
      name: 'recorded: NodeAffinity',
      recording: 'map-tiles',
      expect: [{ container: null, detail: 'NodeAffinity', says: ['node-b', 'disktype=ssd', 'Remove nodeName'] }],
    },
    {
      name: 'recorded: OutOfcpu',
      recording: 'sim-solver',
      expect: [{ detail: 'OutOfcpu', says: ['node-b', '8 cpu', '1.78'] }],
    },
    {
      name: 'recorded: a Deployment makes more and more',
      recording: 'voip-sbc',
      expect: [{ detail: 'SysctlForbidden', says: ['net.core.somaxconn', '4 refused pods'] }],
    },
    {
      name: 'devices after a restart of the kubelet',
      objects: [
        rejected(
          'UnexpectedAdmissionError',
          'Allocate failed due to requested number of devices unavailable for nvidia.com/gpu. Requested: 1, Available: 0, which is unexpected',
          { created: 90000 },
        ),
        anEvent('UnexpectedAdmissionError', 'Allocate failed due to …'),
      ],
      expect: [{ says: ['device plugin', 'checks the pods that it had anew'], saysNot: ['nodeName bypasses'] }],
    },
    {
      name: 'a reason that nobody knows yet',
      objects: [rejected('BrandNewReason', 'something new')],
      expect: [{ detail: 'BrandNewReason', says: ['something new'] }],
    },
    {
      name: 'the status has not been written yet',
      objects: [
        creating({ status: { containerStatuses: [] } }),
        anEvent('OutOfpods', "Node didn't have enough resource: pods, requested: 1, used: 110, capacity: 110"),
      ],
      expect: [{ detail: 'OutOfpods', says: ['110'] }],
    },
    {
      name: 'memory in bytes',
      objects: [
        rejected(
          'OutOfmemory',
          "Node didn't have enough resource: memory, requested: 4294967296, used: 1073741824, capacity: 2147483648",
        ),
      ],
      expect: [{ says: ['4Gi memory', '1Gi'] }],
    },
    {
      name: 'its owner has others: information',
      objects: [
        rejected('NodeAffinity', 'Predicate NodeAffinity failed', { owner: { kind: 'ReplicaSet', name: 'web' } }),
        aWorkload('ReplicaSet', 'web', { status: { readyReplicas: 1 } }),
      ],
      expect: [{ severity: 'info' }],
    },
  ],
  silent: [
    { name: 'evicted', recording: 'log-shipper' },
    {
      name: 'refused for pressure on the node',
      objects: [rejected('Evicted', 'The node had condition: [DiskPressure]. ')],
    },
    {
      name: 'refused for the shutdown of the node',
      objects: [
        aPod({
          status: {
            phase: 'Failed',
            reason: 'NodeShutdown',
            message: 'Pod was rejected as the node is shutting down.',
          },
        }),
      ],
    },
    {
      name: 'past its deadline',
      objects: [
        aPod({
          status: {
            phase: 'Failed',
            reason: 'DeadlineExceeded',
            message: 'Pod was active on the node longer than the specified deadline',
          },
        }),
      ],
    },
    { name: 'running', objects: [aPod()] },
    {
      name: 'being deleted before it was looked at',
      objects: [creating({ metadata: { deletionTimestamp: ago(-20) } }), anEvent('OutOfcpu', 'x')],
    },
  ],
});
