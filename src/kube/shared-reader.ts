import type { ClusterReader } from '../core/reader.ts';

/**
 * A reader that asks each question once: many pods of a namespace share its Services, their nodes and their owners.
 */
export function sharedReader(reader: ClusterReader): ClusterReader {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: readonly unknown[], question: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key);
    const known = answers.get(name);
    // The key names the method and all its arguments, so the answer has the type of that method.
    if (known) return known as Promise<T>;
    const answer = question();
    answers.set(name, answer);
    return answer;
  };
  return {
    get: (...args) => once(['get', ...args], () => reader.get(...args)),
    list: (...args) => once(['list', ...args], () => reader.list(...args)),
    keyed: (...args) => once(['keyed', ...args], () => reader.keyed(...args)),
    listKeyed: (...args) => once(['listKeyed', ...args], () => reader.listKeyed(...args)),
    log: (request) => reader.log(request),
    now: () => reader.now(),
  };
}
