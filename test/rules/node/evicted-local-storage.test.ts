import { evictedLocalStorage } from '../../../src/rules/node/evicted-local-storage.ts';
import { aPod, anEvent, aWorkload } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { failedPod } from '../../support/disrupted.ts';

const scratch = 'Usage of EmptyDir volume "scratch" exceeds the limit "1Gi". ';
const spec = { volumes: [{ name: 'scratch', emptyDir: { sizeLimit: '1Gi' } }] };
const owned = { owner: { kind: 'StatefulSet', name: 'web' }, spec };
const limited = (name: string, limit: string): { name: string; resources: { limits: Record<string, string> } } => ({
  name,
  resources: { limits: { 'ephemeral-storage': limit } },
});

testRule(evictedLocalStorage, {
  fires: [
    {
      name: 'recorded: the sum of the limits',
      recording: 'csv-import',
      expect: [{ container: null, detail: 'pod-limit', says: ['25Mi', 'import 20Mi'] }],
    },
    {
      name: 'recorded: emptyDir',
      recording: 'video-transcode',
      expect: [{ detail: 'empty-dir', says: ['scratch', '16Mi', '32Mi'] }],
    },
    {
      name: 'emptyDir of a StatefulSet gets a command',
      objects: [
        failedPod('Evicted', scratch, owned),
        aWorkload('StatefulSet', 'web', { status: { readyReplicas: 0 } }),
      ],
      expect: [
        {
          severity: 'critical',
          command:
            'kubectl -n shop patch statefulset/web --type=json -p [{"op":"test","path":"/spec/template/spec/volumes/0/emptyDir/sizeLimit","value":"1Gi"},{"op":"replace","path":"/spec/template/spec/volumes/0/emptyDir/sizeLimit","value":"2Gi"}]',
        },
      ],
    },
    {
      name: 'the limit of one container',
      objects: [
        failedPod('Evicted', 'Container web exceeded its local ephemeral storage limit "100Mi". ', {
          containers: [limited('web', '100Mi')],
        }),
      ],
      expect: [{ container: 'web', detail: 'container-limit', says: ['200Mi'] }],
    },
    {
      name: 'the limit of a container that the spec does not have: only words are left',
      objects: [failedPod('Evicted', 'Container gone exceeded its local ephemeral storage limit "100Mi". ')],
      expect: [{ container: null, detail: 'container-limit', says: ['Have gone write less'], saysNot: ['Raise'] }],
    },
    {
      name: 'an emptyDir that the spec does not have',
      objects: [failedPod('Evicted', scratch)],
      expect: [{ detail: 'empty-dir', says: ['Have the containers write less to scratch'], saysNot: ['Raise'] }],
    },
    {
      name: 'the sum is the limit of its only container',
      objects: [
        failedPod('Evicted', 'Pod ephemeral local storage usage exceeds the total limit of containers 100Mi. ', {
          containers: [limited('web', '100Mi')],
        }),
      ],
      expect: [{ container: 'web', detail: 'pod-limit', says: ['(web 100Mi)'] }],
    },
    {
      name: 'the limits are not in the spec, and a debug container has none that counts',
      objects: [
        failedPod('Evicted', 'Pod ephemeral local storage usage exceeds the total limit of containers 100Mi. ', {
          spec: { ephemeralContainers: [limited('debug', '5Mi')] },
        }),
      ],
      expect: [{ container: null, says: ['add up to 100Mi; what they wrote'], saysNot: ['5Mi', 'Raise'] }],
    },
    {
      name: 'the sum of the limits of several containers',
      objects: [
        failedPod('Evicted', 'Pod ephemeral local storage usage exceeds the total limit of containers 300Mi. ', {
          containers: [limited('web', '100Mi'), limited('log', 'much'), { name: 'idle' }],
        }),
      ],
      expect: [{ container: null, says: ['(web 100Mi, log much)', 'of web to 200Mi', 'of log to much'] }],
    },
    {
      name: 'being stopped: the event tells',
      objects: [aPod({ spec, containers: [{ name: 'web', restarts: 1 }] }), anEvent('Evicted', scratch)],
      expect: [{ detail: 'empty-dir', says: ['being stopped'] }],
    },
    {
      name: 'replaced: information',
      objects: [
        failedPod('Evicted', scratch, owned),
        aWorkload('StatefulSet', 'web', { status: { readyReplicas: 1 } }),
      ],
      expect: [{ severity: 'info' }],
    },
  ],
  silent: [
    { name: 'pressure on the node', recording: 'log-shipper' },
    { name: 'the owner is satisfied, its worst pod is a living one', recording: 'shop-history' },
    { name: 'running', objects: [aPod({ spec })] },
  ],
});
