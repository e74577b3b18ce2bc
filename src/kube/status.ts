import { KnownError } from '../core/errors.ts';
import type { Refused } from '../core/lookup.ts';
import type { Answer } from './http-get.ts';
import { isRecord, textField } from './kubeconfig-file.ts';
import { oneLine } from './outside.ts';

/** What an answer that is no success says, from its Status body where it has one. */
export interface Failure {
  readonly code: number;
  /** On one line; of an answer that is no Status, its beginning. */
  readonly message: string;
  readonly isStatus: boolean;
  /** `details.name` and `details.kind`. */
  readonly name?: string;
  readonly kind?: string;
}

const longestMessage = 300;

export function failureOf({ status, body }: Answer): Failure {
  const parsed = parseStatus(body);
  if (!parsed) return { code: status, message: plainText(body), isStatus: false };
  const details = isRecord(parsed['details']) ? parsed['details'] : {};
  const name = textField(details, 'name');
  const kind = textField(details, 'kind');
  return {
    code: status,
    message: shortened(textField(parsed, 'message') ?? ''),
    isStatus: true,
    ...(name === undefined ? {} : { name }),
    ...(kind === undefined ? {} : { kind }),
  };
}

function parseStatus(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isRecord(value) && value['kind'] === 'Status' ? value : undefined;
  } catch {
    return undefined;
  }
}

/** An error page in HTML says nothing worth repeating. */
function plainText(body: Buffer): string {
  const text = body.toString('utf8', 0, 4 * longestMessage);
  return /^\s*</.test(text) ? '' : shortened(text);
}

function shortened(text: string): string {
  const line = oneLine(text);
  return line.length > longestMessage ? `${line.slice(0, longestMessage)}…` : line;
}

/**
 * A failure as the answer to one question. Those that every further question would meet end the run: nobody is logged in, or may not
 * impersonate whom they want to.
 */
export function refusalOf({ code, message, isStatus }: Failure): Refused {
  if (code === 401) {
    throw new KnownError(
      'You must be logged in to the server (Unauthorized)',
      'the credentials of the kubeconfig have expired or are not valid for this cluster: log in again',
    );
  }
  if (code === 403) {
    if (/cannot impersonate resource/.test(message)) throw new KnownError(`Error from server (Forbidden): ${message}`);
    // Kubernetes says so in a Status; anything else comes from a proxy or a gateway on the way.
    return { state: 'refused', why: isStatus ? 'forbidden' : 'something before the API server answered 403 Forbidden' };
  }
  if (code === 429) return { state: 'refused', why: 'the API server is overloaded (429 Too Many Requests)' };
  if (code >= 300 && code < 400) {
    return { state: 'refused', why: `the server answered with a redirect (${code}): is it a Kubernetes API server?` };
  }
  return { state: 'refused', why: `the API server answered ${code}${message ? `: ${message}` : ''}` };
}
