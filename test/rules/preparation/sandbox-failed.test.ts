import { sandboxFailed } from '../../../src/rules/preparation/sandbox-failed.ts';
import { aPod, anEvent, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating } from '../../support/preparing.ts';

const failed = (error: string, ago = 5): ReturnType<typeof anEvent> =>
  anEvent('FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${error}`, { ago });

testRule(sandboxFailed, {
  fires: [
    {
      name: 'recorded: runtime handler',
      recording: 'code-runner',
      expect: [{ container: null, detail: 'runtime-handler', says: ['runsc'] }],
    },
    {
      name: 'recorded: no addresses',
      recording: 'web-burst',
      expect: [{ detail: 'no-addresses', says: ['no IP addresses available'] }],
    },
    {
      name: 'a CRI-O handler',
      objects: [creating(), failed('failed to find runtime handler kata from runtime list map[runc:0xc]')],
      expect: [{ detail: 'runtime-handler', says: ['kata'] }],
    },
    {
      name: 'the agent of the network is down',
      objects: [
        creating(),
        failed(
          'failed to setup network for sandbox "0f0d07911bb01cea79556cce8fcd52a3e276a5d7ecfdc761d80558325c4f7f7b6": plugin type="calico" failed (add): stat /var/lib/calico/nodename: no such file or directory: check that the calico/node container is running',
        ),
      ],
      expect: [{ detail: 'cni-agent-down', saysNot: ['undefined'] }],
    },
    {
      name: 'the cgroup of the pod',
      objects: [
        creating(),
        anEvent(
          'FailedCreatePodContainer',
          'unable to ensure pod container exists: failed to create container for [kubepods burstable pod1] : cgroup error',
        ),
      ],
      expect: [{ detail: 'cgroup' }],
    },
    {
      name: 'devices',
      objects: [
        creating(),
        anEvent(
          'FailedPrepareDynamicResources',
          'Failed to prepare dynamic resources: plugin gpu.example.com not registered',
        ),
      ],
      expect: [{ detail: 'devices' }],
    },
    {
      name: 'the sandbox of a pod that ran has to be made again',
      objects: [
        aPod({
          containers: [
            { name: 'web', state: { terminated: terminated(255, 'Unknown', { finishedAgo: 100, ranFor: 500 }) } },
          ],
        }),
        anEvent('SandboxChanged', 'Pod sandbox changed, it will be killed and re-created.', {
          ago: 60,
          type: 'Normal',
        }),
        failed('failed to setup network for sandbox: plugin type="bridge" failed (add): x', 20),
      ],
      expect: [{ detail: 'cni', says: ['bridge'] }],
    },
  ],
  silent: [
    {
      name: 'it worked the next time',
      objects: [
        creating(),
        failed('x', 30),
        anEvent('Pulling', 'Pulling image "web"', { container: 'web', ago: 20, type: 'Normal' }),
      ],
    },
    {
      name: 'the sandbox is there',
      objects: [
        creating({ status: { conditions: [{ type: 'PodReadyToStartContainers', status: 'True' }] } }),
        failed('x'),
      ],
    },
    { name: 'running', objects: [aPod(), failed('x')] },
    {
      name: 'the image fails since',
      objects: [
        creating({ containers: [{ name: 'web', state: waiting('ImagePullBackOff') }] }),
        failed('x', 60),
        anEvent('Failed', 'Error: ErrImagePull', { container: 'web' }),
      ],
    },
    { name: 'nothing is said', objects: [creating()] },
    { name: 'the network of the node', recording: 'iot-bridge' },
  ],
});
