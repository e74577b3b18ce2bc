import { describe, expect, test } from '@jest/globals';
import type { OwnerFacts } from '../../src/core/evidence.ts';
import type { Pod, WorkloadSpec } from '../../src/core/kubernetes.ts';
import { found, unasked } from '../../src/core/lookup.ts';
import { blockedSet, isInTrouble } from '../../src/facts/ordinals.ts';
import { podStatusOf } from '../../src/facts/pod-status.ts';
import { ago, aPod, aWorkload, now, running, terminated, waiting, type PodOptions } from '../support/builders.ts';

const revision = (name: string) => ({ 'controller-revision-hash': name });
const healthy = (name: string, hash = 'new'): Pod => aPod({ name, labels: revision(hash) });
const sick = (name: string, hash = 'new'): Pod =>
  aPod({ name, labels: revision(hash), containers: [{ ready: false, state: waiting('CrashLoopBackOff') }] });

function blocked(spec: WorkloadSpec, pods?: readonly Pod[], explained?: Pod) {
  const set = aWorkload('StatefulSet', 'db', { spec: { replicas: 3, ...spec }, status: { updateRevision: 'new' } });
  const owner: OwnerFacts = { chain: [], events: [], children: unasked, pods: pods ? found(pods) : unasked };
  const answer = blockedSet(set, owner, explained && podStatusOf(explained));
  if (!answer) return undefined;
  const { blocker, missing, waiting: waits, outOfDate } = answer;
  return { blocker: blocker.status.name, missing, waiting: waits, outOfDate };
}

describe('what holds up a StatefulSet', () => {
  test('the first pod that is not ready keeps the next ones from being made', () => {
    expect(blocked({}, [healthy('db-0'), sick('db-1')])).toEqual({
      blocker: 'db-1',
      missing: ['db-2'],
      waiting: [],
      outOfDate: false,
    });
  });

  test('and the others from being updated, as does itself with an older template', () => {
    expect(blocked({}, [healthy('db-0', 'old'), sick('db-1', 'old'), healthy('db-2')])).toEqual({
      blocker: 'db-1',
      missing: [],
      waiting: ['db-0'],
      outOfDate: true,
    });
    const partition = { updateStrategy: { rollingUpdate: { partition: 1 } } };
    expect(blocked(partition, [healthy('db-0', 'old'), sick('db-1', 'old')])).toMatchObject({ waiting: [] });
  });

  test('in parallel it is the last one, and nothing is missing because of it', () => {
    const parallel = { podManagementPolicy: 'Parallel' };
    const pods = [sick('db-0', 'old'), sick('db-1', 'old')];
    expect(blocked(parallel, pods)).toEqual({ blocker: 'db-1', missing: [], waiting: ['db-0'], outOfDate: false });
    expect(blocked({ ...parallel, updateStrategy: { type: 'OnDelete' } }, pods)?.outOfDate).toBe(true);
  });

  test('ordinals may begin elsewhere', () => {
    expect(blocked({ ordinals: { start: 5 } }, [sick('db-5')])?.missing).toEqual(['db-6', 'db-7']);
  });

  test('only itself is known where the pods could not be listed', () => {
    expect(blocked({}, undefined, sick('db-1'))).toMatchObject({ blocker: 'db-1', missing: [] });
    expect(blocked({}, undefined)).toBeUndefined();
  });

  test('pods of others do not count, nor do healthy ones', () => {
    expect(blocked({}, [sick('db-extra-0'), sick('other-0'), healthy('db-0')])).toBeUndefined();
  });
});

describe('a pod that is in trouble rather than on its way', () => {
  const ready = (seconds: number) => [{ type: 'Ready', status: 'False', lastTransitionTime: ago(seconds) }];
  const young = { created: 20, status: { conditions: ready(20) } };
  test.each<[string, PodOptions, boolean]>([
    ['it has just been made', young, false],
    ['it has been unready for long', { status: { conditions: ready(400) } }, true],
    [
      'it has been there for long and does not say since when it is unready',
      { created: 400, status: { conditions: [] } },
      true,
    ],
    ['it ended', { ...young, status: { phase: 'Failed' } }, true],
    ['it waits with an error', { ...young, containers: [{ state: waiting('ErrImagePull') }] }, true],
    ['it waits as it should', { ...young, containers: [{ state: waiting('ContainerCreating') }] }, false],
    ['a container died', { ...young, containers: [{ state: { terminated: terminated(1) } }] }, true],
    ['a container is done', { ...young, containers: [{ state: { terminated: terminated(0) } }] }, false],
    ['a container was restarted', { ...young, containers: [{ state: running(), restarts: 1 }] }, true],
  ])('%s: %s', (_name, options, trouble) => {
    expect(isInTrouble(podStatusOf(aPod(options)), now)).toBe(trouble);
  });

  test('one that finds no node, and one that was not looked at yet', () => {
    const waits = (conditions: object[]): Pod => {
      const pod = aPod({ status: { phase: 'Pending', conditions: conditions as never, containerStatuses: [] } });
      delete pod.spec?.nodeName;
      return pod;
    };
    expect(isInTrouble(podStatusOf(waits([{ type: 'PodScheduled', status: 'False' }])), now)).toBe(true);
    expect(isInTrouble(podStatusOf(waits([])), now)).toBe(false);
  });

  test('one that is being deleted has its grace period and a little more', () => {
    const deleted = (seconds: number) => podStatusOf(aPod({ metadata: { deletionTimestamp: ago(seconds) } }));
    expect(isInTrouble(deleted(10), now)).toBe(false);
    expect(isInTrouble(deleted(60), now)).toBe(true);
  });
});
