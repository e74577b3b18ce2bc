import { codeOf, messageOf, oneLine } from './outside.ts';

/** A request that got no whole answer. */
export class TransportError extends Error {
  readonly kind: 'refused' | 'unreachable' | 'broken';
  /** One sentence in kubectl's words, for when nothing at all could be asked. */
  readonly sentence: string;

  /** `message` is one clause that says what failed. */
  constructor(kind: TransportError['kind'], message: string, sentence = `Unable to connect to the server: ${message}`) {
    super(message);
    this.name = 'TransportError';
    this.kind = kind;
    this.sentence = sentence;
  }
}

const untrusted = 'tls: failed to verify certificate: x509:';

const tlsFailures: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `${untrusted} certificate signed by unknown authority`,
  SELF_SIGNED_CERT_IN_CHAIN: `${untrusted} certificate signed by unknown authority`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `${untrusted} certificate signed by unknown authority`,
  UNABLE_TO_GET_ISSUER_CERT: `${untrusted} certificate signed by unknown authority`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `${untrusted} certificate signed by unknown authority`,
  CERT_SIGNATURE_FAILURE: `${untrusted} certificate signed by unknown authority`,
  CERT_HAS_EXPIRED: `${untrusted} certificate has expired`,
  CERT_NOT_YET_VALID: `${untrusted} certificate is not yet valid`,
};

/** Behind a proxy these tell of the connection to it. */
const proxyFailures: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection',
  ENOTFOUND: 'is unknown: no such host',
  EAI_AGAIN: 'is unknown: no such host',
  ETIMEDOUT: 'does not answer',
};

/** Whether a request failed because the server's certificate was not believed. */
export function isUntrusted(error: unknown): boolean {
  return codeOf(error) in tlsFailures;
}

/** Puts a failure of a request into words. `host` is the server's, with its port; `proxy` the same of the proxy in between, if any. */
export function transportError(error: unknown, host: string, proxy?: string): TransportError {
  if (error instanceof TransportError) return error;
  const code = codeOf(error);
  const message = oneLine(messageOf(error));
  // That of SOCKS tells the code in words only.
  const [connecting = ''] = /\bE[A-Z_]{4,}\b/.exec(`${code} ${message}`) ?? [];
  const atProxy = proxy === undefined ? undefined : proxyFailures[connecting];
  if (atProxy) return new TransportError('unreachable', `the proxy ${proxy} ${atProxy}`);
  // The client's word for what a proxy answers to CONNECT.
  const answered = /^Bad response: (\d+)$/.exec(message)?.[1];
  if (proxy !== undefined && answered) {
    return new TransportError('unreachable', `the proxy ${proxy} does not let it through: it answered ${answered}`);
  }
  const speaksNoTls = /wrong version number|packet length too long/.test(message);
  const tls = speaksNoTls ? 'the server does not speak TLS: its address should start with http://' : tlsFailures[code];
  if (tls) return new TransportError('unreachable', tls);
  switch (code) {
    case 'ECONNREFUSED':
      return new TransportError(
        'refused',
        `${host} refused the connection`,
        `The connection to the server ${host} was refused - did you specify the right host or port?`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_NODATA':
      return new TransportError('unreachable', `dial tcp: lookup ${host.replace(/:\d+$/, '')}: no such host`);
    case 'ETIMEDOUT':
      return new TransportError('unreachable', `dial tcp ${host}: i/o timeout`);
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return new TransportError('unreachable', `dial tcp ${host}: no route to host`);
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return new TransportError('broken', 'the connection was cut before the answer was complete');
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return new TransportError('unreachable', `${untrusted} the certificate is not for this host: ${message}`);
  }
  if (code.startsWith('HPE_')) return new TransportError('broken', 'the answer is not HTTP');
  if (/^ERR_(SSL|TLS)_|^EPROTO$|CERT/.test(code)) {
    // `…:error:0A000415:SSL routines:ssl3_read_bytes:sslv3 alert certificate expired:…`
    const reason = /SSL routines:[^:]*:([^:]+):/.exec(message)?.[1] ?? message;
    return new TransportError('unreachable', `tls: ${reason}`);
  }
  return new TransportError('unreachable', message || code || 'the request failed');
}
