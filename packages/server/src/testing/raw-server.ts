/** A server of bare bytes for tests: says what no HTTP library would, over a real socket. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface RawServer {
  /** To be given as `OPENROUTER_BASE_URL`. */
  readonly url: string;
  /** What was received so far, connection by connection. */
  readonly received: string[];
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** `answer` is called once for each request of a connection, as soon as all of it is there. */
export async function startRawServer(answer: (socket: Socket, request: string) => unknown): Promise<RawServer> {
  const received: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const n = received.push('') - 1;
    let request = '';
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (bytes) => {
      received[n] += bytes.toString('latin1');
      request += bytes.toString('latin1');
      if (!isWhole(request)) return;
      const whole = request;
      request = '';
      answer(socket, whole);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/v1`, received, close, [Symbol.asyncDispose]: close };
}

function isWhole(request: string): boolean {
  const end = request.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const length = /^content-length: (\d+)/im.exec(request)?.[1] ?? 0;
  return request.length >= end + 4 + Number(length);
}
