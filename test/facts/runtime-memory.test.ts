import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../src/core/kubernetes.ts';
import { formatQuantity } from '../../src/facts/quantity.ts';
import { runtimeMemoryOf } from '../../src/facts/runtime-memory.ts';

function read(container: Partial<Container>): string[] {
  const spec = { name: 'web', ...container };
  return runtimeMemoryOf({ name: 'web', kind: 'app', index: 0, path: 'c', spec }).map(
    ({ setting, amount, percent, path }) =>
      `${setting} ${amount === undefined ? `${percent} %` : formatQuantity(amount, 'memory')} at ${path}`,
  );
}

const env = (name: string, value: string): Partial<Container> => ({ env: [{ name, value }] });

describe('runtimeMemoryOf', () => {
  test.each<[string, Partial<Container>, string[]]>([
    ['-Xmx in args', { args: ['-Xmx2g'] }, ['-Xmx 2Gi at c.args']],
    ['-Xmx in bytes', { args: ['-Xmx1073741824'] }, ['-Xmx 1Gi at c.args']],
    ['-Xmx in a script', { command: ['sh', '-c', 'java "-Xmx512M" -jar x'] }, ['-Xmx 512Mi at c.command']],
    ['MaxHeapSize', env('JAVA_OPTS', '-XX:MaxHeapSize=1g'), ['-XX:MaxHeapSize 1Gi at c.env[0]']],
    ['a share', env('JDK_JAVA_OPTIONS', '-XX:MaxRAMPercentage=75.5'), ['-XX:MaxRAMPercentage 75.5 % at c.env[0]']],
    [
      '-Xmx beside a share, whatever their order',
      { args: ['-Xmx1g'], ...env('JAVA_OPTS', '-XX:MaxRAMPercentage=99') },
      ['-Xmx 1Gi at c.args'],
    ],
    ['Node.js', env('NODE_OPTIONS', '--max-old-space-size=2048 --trace'), ['--max-old-space-size 2Gi at c.env[0]']],
    ['Go', env('GOMEMLIMIT', '750MiB'), ['GOMEMLIMIT 750Mi at c.env[0]']],
    ['Go in bytes', env('GOMEMLIMIT', '1048576'), ['GOMEMLIMIT 1Mi at c.env[0]']],
    ['.NET', env('DOTNET_GCHeapHardLimit', '40000000'), ['GCHeapHardLimit 1Gi at c.env[0]']],
    [
      '.NET in percent, hexadecimal',
      env('DOTNET_GCHeapHardLimitPercent', '0x4B'),
      ['GCHeapHardLimitPercent 75 % at c.env[0]'],
    ],
    ['Redis', { args: ['--maxmemory', '256mb'] }, ['--maxmemory 256Mi at c.args']],
    ['MySQL', { args: ['--innodb_buffer_pool_size=1G'] }, ['--innodb-buffer-pool-size 1Gi at c.args']],
    ['MongoDB', { args: ['--wiredTigerCacheSizeGB', '1.5'] }, ['--wiredTigerCacheSizeGB 1.5Gi at c.args']],
    [
      'two runtimes',
      { args: ['-Xmx1g'], ...env('GOMEMLIMIT', '1GiB') },
      ['GOMEMLIMIT 1Gi at c.env[0]', '-Xmx 1Gi at c.args'],
    ],
    ['the last one in a text', { args: ['-Xmx1g', '-Xmx3g'] }, ['-Xmx 3Gi at c.args']],
    ['_JAVA_OPTIONS over all', { args: ['-Xmx1g'], ...env('_JAVA_OPTIONS', '-Xmx4g') }, ['-Xmx 4Gi at c.env[0]']],
  ])('reads %s', (_name, container, expected) => {
    expect(read(container)).toEqual(expected);
  });

  test.each<[string, Partial<Container>]>([
    ['nothing', {}],
    ['another variable', { args: ['-Xmx$(HEAP)', '-Xmx${HEAP}m'] }],
    ['GOMEMLIMIT off', env('GOMEMLIMIT', 'off')],
    ['GOMEMLIMIT in a variable of another name', env('MY_GOMEMLIMIT', '1GiB')],
    [
      'a value from elsewhere',
      { env: [{ name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } }] },
    ],
    ['a policy of Redis', { args: ['--maxmemory-policy', 'noeviction'] }],
    ['no limit of Redis', { args: ['--maxmemory', '0'] }],
  ])('reads nothing from %s', (_name, container) => {
    expect(read(container)).toEqual([]);
  });
});
