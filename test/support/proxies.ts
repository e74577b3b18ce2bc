import http from 'node:http';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export interface TestProxy {
  readonly url: string;
  /** Where it was asked to connect to, and with which credentials. */
  readonly asked: { readonly to: string; readonly authorization: string | undefined }[];
  readonly stop: () => Promise<void>;
}

async function listening(server: Server, scheme: string, asked: TestProxy['asked']): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    asked,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function join(client: Socket, target: Socket): void {
  client.pipe(target);
  target.pipe(client);
  target.on('error', () => client.destroy());
  client.on('close', () => target.destroy());
}

/** A proxy that tunnels for CONNECT, or answers with `refuse`. */
export function httpProxy(refuse?: number): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const server = http.createServer();
  server.on('connect', (request: http.IncomingMessage, client: Socket) => {
    asked.push({ to: request.url ?? '', authorization: request.headers['proxy-authorization'] });
    if (refuse !== undefined) {
      client.end(`HTTP/1.1 ${refuse} No\r\n\r\n`);
      return;
    }
    const { hostname, port } = new URL(`http://${request.url ?? ''}`);
    const target = connect(Number(port), hostname, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      join(client, target);
    });
  });
  return listening(server, 'http', asked);
}

/** A SOCKS 5 proxy without authentication, which looks names up itself: every name is this machine. */
export function socksProxy(): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const server = createServer((client) => {
    client.once('data', () => {
      client.write(Buffer.from([5, 0]));
      client.once('data', (request: Buffer) => {
        const named = request[3] === 3;
        const length = named ? (request[4] ?? 0) : 4;
        const from = named ? 5 : 4;
        const bytes = request.subarray(from, from + length);
        const port = request.readUInt16BE(from + length);
        asked.push({ to: `${named ? bytes.toString() : bytes.join('.')}:${port}`, authorization: undefined });
        const target = connect(port, '127.0.0.1', () => {
          client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          join(client, target);
        });
      });
    });
  });
  return listening(server, 'socks5', asked);
}
