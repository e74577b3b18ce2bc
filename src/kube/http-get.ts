import http, { type Agent, type ClientRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { codeOf } from './outside.ts';
import { TransportError } from './transport-error.ts';

/** An answer as it came, unpacked. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface GetOptions {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly agent: Agent;
  /** Milliseconds for all of it, 0 for no limit; undefined: as long as something comes. */
  readonly timeout: number | undefined;
}

/** More than this is no list of 500 objects. */
const mostBytes = 256 * 1024 * 1024;
/** Without a limit of the user's own: milliseconds in which the server says nothing. */
const quietMilliseconds = 30_000;

const unpack = promisify(gunzip);

/** One GET and its whole answer. Rejects with what Node says or a TransportError; redirects are answers like others. */
export async function httpGet(base: URL, path: string, options: GetOptions): Promise<Answer> {
  try {
    return await send(base, path, options);
  } catch (error) {
    // A server may close an idle connection in the very moment in which it is used again.
    if (error instanceof StaleConnection) return send(base, path, options);
    throw error;
  }
}

class StaleConnection extends Error {}

async function send(base: URL, path: string, { headers, agent, timeout }: GetOptions): Promise<Answer> {
  const { request: open } = base.protocol === 'https:' ? https : http;
  const request = open({
    // Agents of proxies tell by it which of their connections fit.
    protocol: base.protocol,
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port || (base.protocol === 'https:' ? 443 : 80),
    path,
    method: 'GET',
    headers,
    agent,
  });
  const limit = limitTime(request, base.host, timeout);
  try {
    const response = await answerTo(request);
    const packed = await readBody(response);
    const body = response.headers['content-encoding'] === 'gzip' ? await unpackBody(packed) : packed;
    return { status: response.statusCode ?? 0, headers: response.headers, body };
  } finally {
    clearTimeout(limit);
  }
}

function limitTime(request: ClientRequest, host: string, timeout: number | undefined): NodeJS.Timeout | undefined {
  if (timeout === undefined) {
    request.setTimeout(quietMilliseconds, () => request.destroy(noAnswer(host, quietMilliseconds)));
    return undefined;
  }
  return timeout === 0 ? undefined : setTimeout(() => request.destroy(noAnswer(host, timeout)), timeout);
}

function noAnswer(host: string, milliseconds: number): TransportError {
  return new TransportError('unreachable', `no answer from ${host} within ${milliseconds / 1000} s`);
}

function answerTo(request: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.once('response', resolve);
    request.on('error', (error) => {
      reject(request.reusedSocket && codeOf(error) === 'ECONNRESET' ? new StaleConnection() : error);
    });
    request.end();
  });
}

function readBody(response: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > mostBytes) response.destroy(tooLarge());
      else chunks.push(chunk);
    });
    response.once('end', () => resolve(Buffer.concat(chunks)));
    response.once('error', reject);
  });
}

async function unpackBody(packed: Buffer): Promise<Buffer> {
  try {
    return await unpack(packed, { maxOutputLength: mostBytes });
  } catch (error) {
    if (codeOf(error) === 'ERR_BUFFER_TOO_LARGE') throw tooLarge();
    throw new TransportError('broken', 'the answer cannot be unpacked: it is cut short or damaged');
  }
}

function tooLarge(): TransportError {
  return new TransportError('broken', `the answer is larger than ${mostBytes / 1024 / 1024} MiB`);
}
