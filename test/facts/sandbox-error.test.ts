import { expect, test } from '@jest/globals';
import { sandboxErrorOf } from '../../src/facts/sandbox-error.ts';

const id = 'aa3ae7c84a01b4e9416c7da631ccb3d77a1e33da4add14b8c78d9e7c5513a628';

test.each([
  ['failed to get sandbox runtime: no runtime for "runsc" is configured', 'runtime-handler', 'runsc'],
  ['failed to find runtime handler kata from runtime list map[]', 'runtime-handler', 'kata'],
  ['RuntimeHandler "gvisor" not supported', 'runtime-handler', 'gvisor'],
  [
    `failed to setup network for sandbox "${id}": plugin type="bridge" failed (add): failed to allocate for range 0: no IP addresses available in range set: 10.0.0.1-10.0.0.2`,
    'no-addresses',
    'bridge',
  ],
  [
    `failed to setup network for sandbox "${id}": plugin type="aws-cni" name="aws-cni" failed (add): add cmd: failed to assign an IP address to container`,
    'no-addresses',
    'aws-cni',
  ],
  [
    `failed to setup network for sandbox "${id}": failed to find plugin "calico" in path [/opt/cni/bin]`,
    'cni-plugin-missing',
    'calico',
  ],
  [`failed to setup network for sandbox "${id}": cni plugin not initialized`, 'cni-not-configured', undefined],
  [
    `failed to setup network for sandbox "${id}": plugin type="flannel" failed (add): loadFlannelSubnetEnv failed: open /run/flannel/subnet.env: no such file or directory`,
    'cni-agent-down',
    'flannel',
  ],
  [
    `failed to setup network for sandbox "${id}": plugin type="calico" failed (add): error getting ClusterInformation: connection is unauthorized: Unauthorized`,
    'cni-unauthorized',
    'calico',
  ],
  [
    `failed to setup network for sandbox "${id}": plugin type="portmap" failed (add): unable to create chain`,
    'cni',
    'portmap',
  ],
  ['failed to get sandbox image "registry.k8s.io/pause:3.9": failed to pull image', 'sandbox-image', undefined],
  [
    'failed to start sandbox container task: OCI runtime create failed: container init was OOM-killed (memory limit too low?)',
    'memory-too-small',
    undefined,
  ],
  ['mkdir /run/containerd: no space left on device', 'no-space', undefined],
  ['failed to reserve sandbox name "web_shop": name "web_shop" is reserved for "x"', 'name-reserved', undefined],
  ['context deadline exceeded', 'timeout', undefined],
  ['boom', 'other', undefined],
])('%s', (text, kind, name) => {
  const error = sandboxErrorOf(`Failed to create pod sandbox: rpc error: code = Unknown desc = ${text}`);
  expect(error.kind).toBe(kind);
  expect(error.name).toBe(name);
  expect(error.text).not.toContain('rpc error');
  expect(error.text).not.toContain(id);
});
