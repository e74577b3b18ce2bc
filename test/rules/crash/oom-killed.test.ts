import { oomKilled } from '../../../src/rules/crash/oom-killed.ts';
import { aPod, aWorkload, running, terminated, waiting, type ContainerOptions } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';

const limits = { limits: { memory: '64Mi' } };
const oom = (more: ContainerOptions = {}, owner?: { kind: string; name: string }) =>
  aPod({
    ...(owner ? { owner } : {}),
    containers: [
      {
        state: waiting('CrashLoopBackOff'),
        last: terminated(137, 'OOMKilled'),
        restarts: 2,
        resources: limits,
        ...more,
      },
    ],
  });

testRule(oomKilled, {
  fires: [
    {
      name: 'over its limit, in a StatefulSet',
      objects: [oom({}, { kind: 'StatefulSet', name: 'web' }), aWorkload('StatefulSet', 'web')],
      expect: [
        {
          container: 'web',
          says: ['64Mi', '128Mi'],
          command: 'kubectl -n shop set resources statefulset/web -c web --limits=memory=128Mi',
        },
      ],
    },
    {
      name: 'a large limit is raised by half, and the request with it where both are equal',
      objects: [
        oom(
          { resources: { limits: { memory: '1Gi' }, requests: { memory: '1Gi' } } },
          { kind: 'StatefulSet', name: 'web' },
        ),
        aWorkload('StatefulSet', 'web'),
      ],
      expect: [
        {
          command: 'kubectl -n shop set resources statefulset/web -c web --requests=memory=1.5Gi --limits=memory=1.5Gi',
        },
      ],
    },
    {
      name: 'a bare pod is resized in place',
      objects: [oom()],
      expect: [{ says: ['--subresource', 'resize', '1.33'] }],
    },
    {
      name: 'a child was killed and the first process ended well',
      objects: [oom({ last: terminated(0, 'OOMKilled') })],
      expect: [{ says: ['another process of the container'] }],
    },
    {
      name: 'no limit: the node ran out',
      objects: [oom({ resources: {} })],
      expect: [{ says: ['no memory limit', 'describe'] }],
    },
    {
      name: 'no limit, and no node is named',
      objects: [
        aPod({
          spec: { nodeName: '' },
          containers: [{ state: waiting('CrashLoopBackOff'), last: terminated(137, 'OOMKilled'), restarts: 2 }],
        }),
      ],
      expect: [{ says: ['Give web a memory request'], saysNot: ['describe'] }],
    },
    {
      name: 'the limit of the whole pod, and a volume in memory',
      objects: [
        aPod({
          spec: {
            resources: { limits: { memory: '200Mi' } },
            volumes: [{ name: 'scratch', emptyDir: { medium: 'Memory' } }],
          },
          containers: [
            {
              state: { terminated: terminated(137, 'OOMKilled') },
              volumeMounts: [{ name: 'scratch', mountPath: '/tmp' }],
            },
          ],
        }),
      ],
      expect: [{ says: ['200Mi', 'containers of the pod together', 'scratch (emptyDir in memory)'] }],
    },
    {
      name: 'between two kills',
      objects: [oom({ state: running(3), ready: true })],
      expect: [{ severity: 'critical' }],
    },
    { name: 'a bare pod, recorded', recording: 'cache-node', expect: [{ container: 'cache', says: ['32Mi'] }] },
    {
      name: 'an init container, recorded',
      recording: 'geo-import',
      expect: [{ container: 'load-shapes', says: ['24Mi', 'the kubelet starts it again'] }],
    },
    {
      name: 'one of three containers, recorded',
      recording: 'image-resizer',
      expect: [{ container: 'worker', says: ['48Mi'] }],
    },
  ],
  silent: [
    { name: 'a healthy pod', objects: [aPod()] },
    { name: 'SIGKILL without OOM', objects: [oom({ last: terminated(137) })] },
    { name: 'once, and up since', recording: 'analytics-cache' },
  ],
});
