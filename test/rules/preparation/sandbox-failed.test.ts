import { sandboxFailed } from '../../../src/rules/preparation/sandbox-failed.ts';
import { aPod, anEvent, terminated, waiting } from '../../support/builders.ts';
import { testRule } from '../../support/rule-tester.ts';
import { creating } from '../../support/preparing.ts';

const failed = (error: string, ago = 5): ReturnType<typeof anEvent> =>
  anEvent('FailedCreatePodSandBox', `Failed to create pod sandbox: rpc error: code = Unknown desc = ${error}`, { ago });

/** Texts of runtimes and network plugins: a name, the class, the text, and what the finding has to say. */
const spoken: readonly (readonly [name: string, detail: string, error: string, says: readonly string[]])[] = [
  [
    'a host port that the node uses',
    'host-port',
    'failed to setup network for sandbox: plugin type="portmap" failed (add): cannot open hostport 8443 for pod web-1_shop: listen tcp4 :8443: bind: address already in use',
    ['host port 8443 is already in use on node node-a', 'a Service instead of the hostPort'],
  ],
  [
    'a host port without its number',
    'host-port',
    'failed to add hostport mapping for sandbox: hostport is already in use',
    ['host port of the pod is already in use'],
  ],
  [
    'addresses that the plugin of a cloud gives',
    'no-addresses',
    'failed to setup network for sandbox: add cmd: failed to assign an IP address to container',
    ['The network plugin has no address'],
  ],
  [
    'a plugin that is not installed',
    'cni-plugin-missing',
    'failed to setup network for sandbox: failed to find plugin "flannel" in path [/opt/cni/bin]',
    ['node node-a lacks the network plugin flannel', 'Restart or reinstall the network plugin'],
  ],
  [
    'no configuration of a network',
    'cni-not-configured',
    'failed to setup network for sandbox: cni config uninitialized',
    ['no network configuration for pods'],
  ],
  [
    'an agent that is not named',
    'cni-agent-down',
    'failed to setup network for sandbox: dial tcp 127.0.0.1:50051: connect: connection refused',
    ['The network plugin on node-a does not reach its own agent'],
  ],
  [
    'a plugin whose credentials have run out',
    'cni-unauthorized',
    'failed to setup network for sandbox: plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized',
    ['refused by the API server'],
  ],
  [
    'a plugin that is not named',
    'cni',
    'failed to setup network for sandbox: netplugin failed with no error message',
    ['The network plugin fails'],
  ],
  [
    'the pause image',
    'sandbox-image',
    'failed to get sandbox image "registry.k8s.io/pause:3.10": failed to pull image: dial tcp: i/o timeout',
    ['the pause image', 'with the credentials of the node'],
  ],
  [
    'too little memory for the sandbox',
    'memory-too-small',
    'failed to create containerd task: container init was OOM-killed (memory limit too low?)',
    ['too small even for the sandbox', 'some Mi at least'],
  ],
  ['a full node', 'no-space', 'mkdir /run/containerd/x: no space left on device', ['Free disk space or handles']],
  [
    'a very long text',
    'other',
    `something new: ${'x'.repeat(400)}`,
    ['The container runtime fails (something new: xxx', 'x…)', 'log of the container runtime'],
  ],
];

testRule(sandboxFailed, {
  fires: [
    ...spoken.map(([name, detail, error, says]) => ({
      name: `spoken: ${name}`,
      objects: [creating(), failed(error)],
      expect: [{ detail, says: [...says] }],
    })),
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
