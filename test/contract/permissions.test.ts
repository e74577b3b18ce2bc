import { describe, expect, test } from '@jest/globals';
import { neededEvidence } from '../../src/cli/commands/explain.ts';
import { readSituation } from '../../src/cli/fit-cluster.ts';
import { permissions } from '../../src/cli/permissions.ts';
import { Progress } from '../../src/cli/progress.ts';
import type { ClusterReader } from '../../src/core/reader.ts';
import { ObjectReader } from '../../src/dump/object-reader.ts';
import { resourceOf } from '../../src/facts/resources.ts';
import { gather } from '../../src/kube/gather.ts';
import { aNode } from '../support/builders.ts';
import { recording, recordingIds, targetOf } from '../support/recordings.ts';

const silent = {
  stdout: () => undefined,
  stderr: () => undefined,
  stdin: async () => Buffer.alloc(0),
  env: {},
  isTerminal: false,
  columns: undefined,
  programName: 'kubectl podlife',
};

/** A reader that notes what was asked of it, as `verb group/resource`. */
function noting(reader: ClusterReader, asked: Set<string>): ClusterReader {
  const note = (verb: string, kind: string): void => {
    const { group, plural } = resourceOf(kind);
    asked.add(`${verb} ${group}/${plural}`);
  };
  return {
    get: (kind, ...rest) => (note('get', kind), reader.get(kind, ...rest)),
    list: (kind, options) => (note('list', kind), reader.list(kind, options)),
    keyed: (kind, ...rest) => (note('get', kind), reader.keyed(kind, ...rest)),
    listKeyed: (kind, namespace) => (note('list', kind), reader.listKeyed(kind, namespace)),
    log: (request) => (asked.add('get /pods/log'), reader.log(request)),
    now: () => reader.now(),
  };
}

describe('the ClusterRole of the README', () => {
  test('grants every question that the recordings make podlife ask, and none that nothing asks', async () => {
    const asked = new Set<string>();
    for (const id of recordingIds) {
      const { scenario, objects } = recording(id);
      await gather(
        noting(new ObjectReader(objects), asked),
        targetOf(scenario.target, scenario.namespace),
        neededEvidence,
      );
    }
    // A pod that makes `fit` ask for everything.
    const pod = {
      metadata: { name: 'web' },
      spec: { volumes: [{ name: 'data', csi: { driver: 'csi.example' } }], resourceClaims: [{ name: 'gpu' }] },
    };
    const reader = noting(
      new ObjectReader([aNode('node-a'), { kind: 'Namespace', metadata: { name: 'shop' } }]),
      asked,
    );
    await readSituation(reader, pod, null, new Progress(silent));
    const granted = new Set(
      permissions.flatMap(({ group, resource, verbs }) => verbs.map((verb) => `${verb} ${group}/${resource}`)),
    );
    expect([...asked].filter((question) => !granted.has(question))).toEqual([]);
    const lists = permissions.filter(({ verbs }) => verbs.includes('list') && verbs.length === 1);
    for (const { group, resource } of lists) expect(asked).toContain(`list ${group}/${resource}`);
  });
});
