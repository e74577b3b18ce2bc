import { describe, expect, test } from '@jest/globals';
import type { Container, PodSpec, Volume } from '../../src/core/kubernetes.ts';
import { containersOf } from '../../src/facts/containers.ts';
import { hiddenFiles } from '../../src/facts/hidden-files.ts';

function hidden(container: Partial<Container>, volume: Partial<Volume>, others: Container[] = []): string[] {
  const web = { name: 'web', volumeMounts: [{ name: 'v', mountPath: '/app/' }], ...container };
  const pod: PodSpec = { containers: [web], initContainers: others, volumes: [{ name: 'v', ...volume }] };
  const spec = containersOf(pod, 'spec').find(({ name }) => name === 'web');
  const objects = [{ kind: 'Secret', metadata: { name: 's' }, stringData: { 'run.sh': '' } }];
  return spec ? hiddenFiles(spec, pod, { objects, complete: new Set() }, 'shop').map(({ file }) => file) : [];
}

const empty = { emptyDir: {} };
const copies = (readOnly: boolean): Container => ({
  name: 'copy',
  volumeMounts: [{ name: 'v', mountPath: '/out', readOnly }],
});

describe('hiddenFiles', () => {
  test.each<[string, Partial<Container>, string[]]>([
    ['the program', { command: ['/app/web'] }, ['/app/web']],
    ['a script', { command: ['/usr/bin/python3.12', '/app/x.py'] }, ['/app/x.py']],
    ['a jar', { command: ['java', '-Xmx1g', '-jar', '/app/x.jar'] }, ['/app/x.jar']],
    ['below the working directory', { command: ['./web'], workingDir: '/app' }, ['/app/web']],
    ['an argument of args alone', { args: ['/app/web'] }, []],
    ['an option', { command: ['/web', '/app/x'] }, []],
    ['a script of a shell', { command: ['sh', '-c', '/app/x'] }, []],
    ['a folder that begins alike', { command: ['/application/web'] }, []],
  ])('%s', (_name, container, expected) => {
    expect(hidden(container, empty)).toEqual(expected);
  });

  test('an emptyDir that somebody else fills', () => {
    expect(hidden({ command: ['/app/web'] }, empty, [copies(false)])).toEqual([]);
    expect(hidden({ command: ['/app/web'] }, empty, [copies(true)])).toEqual(['/app/web']);
  });

  test('keys of a Secret of the input', () => {
    expect(hidden({ command: ['/app/run.sh'] }, { secret: { secretName: 's' } })).toEqual([]);
    expect(hidden({ command: ['/app/web'] }, { secret: { secretName: 's' } })).toEqual(['/app/web']);
    expect(hidden({ command: ['/app/web'] }, { secret: { secretName: 'unknown' } })).toEqual([]);
    expect(
      hidden({ command: ['/app/web'] }, { configMap: { name: 'unknown', items: [{ key: 'a', path: 'b' }] } }),
    ).toEqual(['/app/web']);
  });

  test('volumes whose files are not known', () => {
    expect(hidden({ command: ['/app/web'] }, { persistentVolumeClaim: { claimName: 'c' } })).toEqual([]);
    expect(hidden({ command: ['/app/web'] }, { hostPath: { path: '/app' } })).toEqual([]);
  });
});
