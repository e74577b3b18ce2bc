import nock from 'nock';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterReader } from '../../src/core/reader.ts';
import { connect } from '../../src/kube/connect.ts';
import type { KubeFlags } from '../../src/kube/flags.ts';
import { fakeOutside, type FakeOutside } from './kubeconfig.ts';

/** Where the mocked API server lives; nothing else can be reached. */
export const mockedServer = 'https://cluster.test:6443';

export interface MockedCluster {
  /** Replies are set on this one. */
  readonly api: nock.Scope;
  readonly reader: ClusterReader;
  readonly outside: FakeOutside;
}

/** A reader that is connected to a mocked API server. */
export async function mockedCluster(flags: KubeFlags = {}): Promise<MockedCluster> {
  nock.disableNetConnect();
  const outside = fakeOutside();
  const { reader } = await connect({ server: mockedServer, token: 'open-sesame', ...flags }, outside);
  return { api: nock(mockedServer), reader, outside };
}

/** Removes all replies; true where every one of them was asked for. */
export function allRepliesUsed(): boolean {
  const done = nock.isDone();
  nock.abortPendingRequests();
  nock.cleanAll();
  return done;
}

/** Status, headers and body that a real API server sent, for `reply`. */
export function recordedReply(name: string): [number, string, Record<string, string>] {
  const text = readFileSync(join(import.meta.dirname, `../fixtures/http/${name}.http`), 'utf8').replaceAll(
    '\r\n',
    '\n',
  );
  const end = text.indexOf('\n\n');
  const [statusLine = '', ...headerLines] = text.slice(0, end).split('\n');
  const headers = headerLines
    .map((line) => /^([^:]+): (.*)$/.exec(line) ?? [])
    .flatMap(([, key, value]): [string, string][] =>
      key === undefined || value === undefined || key === 'content-length' ? [] : [[key, value]],
    );
  return [Number(statusLine.split(' ')[1]), text.slice(end + 2), Object.fromEntries(headers)];
}

/** The Status body of a failure. */
export function statusBody(code: number, reason: string, message: string, details?: object): object {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason,
    code,
    ...(details ? { details } : {}),
  };
}
