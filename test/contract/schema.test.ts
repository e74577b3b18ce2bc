import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv, type AnySchema } from 'ajv';
import { documentOf } from '../../src/render/json.ts';
import { explain } from '../../src/report/explain.ts';
import { rules } from '../../src/rules/index.ts';
import { recording, recordingIds, snapshotOfRecording } from '../support/recordings.ts';

const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../src/render/schema/pod-report.json'), 'utf8'),
) as AnySchema;
const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);

describe('the JSON of explain keeps to its schema', () => {
  test.each(recordingIds)('%s', async (id) => {
    const report = explain(await snapshotOfRecording(recording(id)), rules);
    const document: unknown = JSON.parse(JSON.stringify(documentOf([report], true)));
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  test('several targets make a list', async () => {
    const report = explain(await snapshotOfRecording(recording(recordingIds[0] ?? '')), rules);
    expect(validate(JSON.parse(JSON.stringify(documentOf([report, report], false))))).toBe(true);
  });

  test('a wrong document is refused', () => {
    expect(validate({ schemaVersion: 'podlife/v1', kind: 'PodReport' })).toBe(false);
  });
});
