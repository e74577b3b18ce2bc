import { describe, expect, test } from '@jest/globals';
import { classifyCreateError, execFailureInLog, innermostCreateError } from '../../src/facts/create-error.ts';

const runc = (inner: string): string =>
  `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${inner}: unknown`;

describe('classifyCreateError', () => {
  test.each([
    [runc('exec: "gunicorn": executable file not found in $PATH'), 'not-found', 'gunicorn'],
    [runc('exec: "/bin/sh": stat /bin/sh: no such file or directory'), 'not-found', '/bin/sh'],
    [runc('error during container init: exec: "./run": stat ./run: no such file or directory'), 'not-found', './run'],
    ['starting container process caused "exec: \\"foo\\": executable file not found in $PATH"', 'not-found', 'foo'],
    [runc('exec: "python app.py": executable file not found in $PATH'), 'not-found', 'python app.py'],
    [
      'container create failed: executable file `foo` not found in $PATH: No such file or directory',
      'not-found',
      'foo',
    ],
    ['fork/exec /app: no such file or directory', 'not-found', '/app'],
    ['error finding executable "foo" in PATH [/bin]: no such file or directory', 'not-found', 'foo'],
    [runc('exec: "/mount.sh": stat /mount.sh: no such file or directory'), 'not-found', '/mount.sh'],
    [runc('exec: "/app": permission denied'), 'not-executable', '/app'],
    [runc('exec: "/app": is a directory: permission denied'), 'not-executable', '/app'],
    ['container create failed: open executable: Permission denied', 'not-executable', undefined],
    [runc('exec: "/app": exec format error'), 'exec-format', '/app'],
    ['container has runAsNonRoot and image will run as root (pod: "a_b(c)", container: web)', 'non-root', undefined],
    [
      'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "a", container: web)',
      'non-root',
      'app',
    ],
    ['container\'s runAsUser breaks non-root policy (pod: "a", container: web)', 'non-root', undefined],
  ])('%s', (text, kind, path) => {
    expect(classifyCreateError(text)).toMatchObject({ kind, ...(path === undefined ? {} : { path }) });
  });

  test.each([
    [
      runc(
        'error during container init: error mounting "/var/x" to rootfs at "/a/b.conf": mount /var/x:/a/b.conf: not a directory',
      ),
      'mount-type',
      '/a/b.conf',
    ],
    [
      runc('error mounting "/x" to rootfs at "/a": create mountpoint for /a mount: mkdirat /a: read-only file system'),
      'read-only',
      '/a',
    ],
    [runc('chdir to cwd ("/srv/app") set in config.json failed: no such file or directory'), 'working-dir', '/srv/app'],
    ['container create failed: chdir: No such file or directory', 'working-dir', undefined],
    [runc('container init was OOM-killed (memory limit too low?)'), 'memory-limit', undefined],
    [
      'cannot load seccomp profile "/var/lib/kubelet/seccomp/p.json": open /var/lib/kubelet/seccomp/p.json: no such file or directory',
      'seccomp',
      '/var/lib/kubelet/seccomp/p.json',
    ],
    ['get apparmor_parser version: exec: "apparmor_parser": executable file not found in $PATH', 'apparmor', undefined],
    ['failed to generate container "x" spec: failed to generate spec: no command specified', 'no-command', undefined],
    ['failed to generate spec: unable to find user app: no matching entries in passwd file', 'user', 'app'],
    [
      runc(
        'error running hook #0: error running hook: exit status 1, stdout: , stderr: exec: "nvidia-smi": executable file not found in $PATH',
      ),
      'hook',
      undefined,
    ],
    ['failed to create shim: fork/exec /opt/bin/crun: no such file or directory', 'hook', undefined],
    [
      'error gathering device information while adding custom device "/dev/x": no such file or directory',
      'device',
      '/dev/x',
    ],
    ['failed to reserve container name "web_1": name "web_1" is reserved for "abc"', 'name-reserved', undefined],
    ['context deadline exceeded', 'timeout', undefined],
    ['failed to prepare subPath for volumeMount "data" of container "web"', 'sub-path', undefined],
    ['missing value for POD_NAME', 'sub-path', undefined],
    ['mkdir /var/lib/x: no space left on device', 'disk-full', '/var/lib/x'],
    ['unable to find target container web', 'target-container', undefined],
    ['services have not yet been read at least once, cannot construct envvars', 'kubelet-starting', undefined],
    ['nobody has seen this', 'other', undefined],
  ])('create: %s', (text, detail, path) => {
    expect(classifyCreateError(text)).toMatchObject({
      kind: 'create',
      detail,
      ...(path === undefined ? {} : { path }),
    });
  });

  test.each([
    'configmap "app" not found',
    'secret "token" not found',
    "couldn't find key url in ConfigMap shop/app",
    'object "shop"/"app" not registered',
    'failed to sync secret cache: timed out waiting for the condition',
  ])('not the matter of the runtime: %s', (text) => {
    expect(classifyCreateError(text)).toBeUndefined();
  });
});

test('innermostCreateError takes the layers off', () => {
  expect(innermostCreateError(runc('exec: "/app": permission denied'))).toBe('exec: "/app": permission denied');
});

describe('execFailureInLog', () => {
  test.each([
    ['exec /entrypoint.sh: no such file or directory', 'not-found', '/entrypoint.sh', true],
    ['exec /bin/app: exec format error', 'exec-format', '/bin/app', true],
    ['standard_init_linux.go:228: exec user process caused: exec format error', 'exec-format', undefined, true],
    ['standard_init_linux.go:190: exec user process caused "permission denied"', 'not-executable', undefined, true],
    ['{"msg":"exec container process `/bin/app`: Exec format error","level":"error"}', 'exec-format', '/bin/app', true],
    ['exec container process (missing dynamic library?) `/app`: No such file or directory', 'not-found', '/app', true],
    ['[FATAL tini (7)] exec /app failed: No such file or directory', 'not-found', '/app', true],
    ['[dumb-init] /app: Permission denied', 'not-executable', '/app', true],
    ['/bin/sh: ./app: Exec format error', 'exec-format', './app', false],
    ['bash: ./app: cannot execute binary file: Exec format error', 'exec-format', './app', false],
  ])('%s', (line, kind, path, byRuntime) => {
    expect(execFailureInLog(['starting', line, ''])).toEqual({
      kind,
      ...(path === undefined ? {} : { path }),
      line,
      byRuntime,
    });
  });

  test.each([[['exec /app: exec format error', 'and on it goes']], [['sh: esrally: not found']], [[]]])(
    'nothing in %j',
    (lines) => {
      expect(execFailureInLog(lines)).toBeUndefined();
    },
  );
});
