import { memoryBackedVolume } from '../../../src/rules/resources/memory-backed-volume.ts';
import { testLint } from '../../support/lint-tester.ts';
import { manifest } from '../../support/manifests.ts';

const mount = 'volumeMounts: [{name: shm, mountPath: /dev/shm}]';
const limited = 'resources: {limits: {memory: 512Mi}}';
const at = 'spec.template.spec.volumes[0].emptyDir';

function withVolume(emptyDir: string, container: string): string {
  return manifest('Deployment', { container, pod: `volumes: [{name: shm, emptyDir: ${emptyDir}}]` });
}

testLint(memoryBackedVolume, {
  fires: [
    {
      name: 'no size and no limit',
      yaml: withVolume('{medium: Memory}', mount),
      expect: [
        { path: at, container: 'web', severity: 'warning', detail: 'no-size-limit', says: ['node runs out of memory'] },
      ],
    },
    {
      name: 'no size under a limit is advice',
      yaml: withVolume('{medium: Memory}', `${mount}\n${limited}`),
      expect: [{ path: at, severity: 'advice', says: ['512Mi'] }],
    },
    {
      name: 'as large as the limit',
      yaml: withVolume('{medium: Memory, sizeLimit: 512Mi}', `${mount}\n${limited}`),
      expect: [{ path: `${at}.sizeLimit`, severity: 'warning', detail: 'larger-than-limit', says: ['512Mi'] }],
    },
    {
      name: 'two containers share it',
      yaml: manifest('Deployment', {
        pod: `volumes: [{name: shm, emptyDir: {medium: Memory}}]\ncontainers: [{name: a, image: "a:1", ${mount}}, {name: b, image: "b:1", ${mount}, ${limited}}]`,
      }),
      expect: [{ path: at, severity: 'warning', says: ['a and b', 'a has no memory limit'] }],
    },
  ],
  silent: [
    { name: 'smaller than the limit', yaml: withVolume('{medium: Memory, sizeLimit: 511Mi}', `${mount}\n${limited}`) },
    { name: 'sized, and no limit to reach', yaml: withVolume('{medium: Memory, sizeLimit: 1Gi}', mount) },
    { name: 'on disk', yaml: withVolume('{}', mount) },
    { name: 'huge pages', yaml: withVolume('{medium: HugePages}', mount) },
    { name: 'mounted by nobody', yaml: withVolume('{medium: Memory}', '') },
    {
      name: 'mounted to be read',
      yaml: withVolume('{medium: Memory}', 'volumeMounts: [{name: shm, mountPath: /in, readOnly: true}]'),
    },
  ],
});
