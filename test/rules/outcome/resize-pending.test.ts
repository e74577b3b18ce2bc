import type { Condition, Pod } from '../../../src/core/kubernetes.ts';
import { resizePending } from '../../../src/rules/outcome/resize-pending.ts';
import { ago, aPod } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

function resized(conditions: Condition[], allocated = '500m'): Pod {
  const pod = aPod({ containers: [{ resources: { requests: { cpu: '2', memory: '64Mi' } } }] });
  const [web] = pod.status?.containerStatuses ?? [];
  if (web) web.allocatedResources = { cpu: allocated, memory: '64Mi' };
  pod.status?.conditions?.push(...conditions);
  return pod;
}
const pending = (reason: string, message: string): Condition => ({
  type: 'PodResizePending',
  status: 'True',
  reason,
  message,
  lastTransitionTime: ago(20),
});

testRule(resizePending, {
  fires: [
    {
      name: 'deferred',
      objects: [resized([pending('Deferred', "Node didn't have enough resource: cpu")])],
      expect: [
        {
          container: null,
          detail: 'deferred',
          severity: 'warning',
          says: ['Deferred', '2 cpu for web (it has 500m)', '--subresource'],
        },
      ],
    },
    {
      name: 'infeasible',
      objects: [resized([pending('Infeasible', 'In-place resize of containers with swap is not supported.')])],
      expect: [{ detail: 'infeasible', says: ['swap'] }],
    },
    {
      name: 'it fails while it is carried out',
      objects: [
        resized([
          { type: 'PodResizeInProgress', status: 'True', reason: 'Error', message: 'cannot decrease memory limits' },
        ]),
      ],
      expect: [{ detail: 'error', says: ['cannot decrease'] }],
    },
    {
      name: 'as Kubernetes 1.32 and older say it',
      objects: [aPod({ status: { resize: 'Infeasible' } })],
      expect: [{ detail: 'infeasible' }],
    },
    { name: 'deferred, recorded', recording: 'graph-cache', expect: [{ says: ['Deferred'] }] },
    { name: 'infeasible, recorded', recording: 'graph-db', expect: [{ says: ['Infeasible', 'cpu'] }] },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod()] },
    { name: 'a resize that goes well', objects: [resized([{ type: 'PodResizeInProgress', status: 'True' }], '2')] },
    { name: 'a resize that is over', objects: [resized([{ ...pending('Deferred', ''), status: 'False' }], '2')] },
  ],
});
