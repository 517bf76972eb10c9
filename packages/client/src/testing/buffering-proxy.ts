/** A proxy on a real socket, as operators run them: passes bytes on, or holds them back until its buffer is full or the answer is over. */
import { once } from 'node:events';
import { createServer, request as startRequest } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Proxy extends AsyncDisposable {
  readonly url: string;
}

/** `bufferBytes`: 0 passes everything on at once. `latencyMs` and `bytesPerSecond` make a slow network of it. */
export async function startProxy(
  target: string,
  { bufferBytes = 0, latencyMs = 0, bytesPerSecond = Number.POSITIVE_INFINITY } = {},
): Promise<Proxy> {
  const server = createServer((request, response) => {
    const upstream = startRequest(`${target}${request.url}`, { method: request.method, headers: request.headers });
    upstream.on('response', (answer) => {
      let held: Buffer[] = [];
      let freeAt = 0;
      const send = (bytes: Buffer, then: () => void = () => undefined) => {
        // A line of so many bytes a second: each piece waits for the one before it.
        freeAt = Math.max(freeAt, Date.now() + latencyMs) + (bytes.length / bytesPerSecond) * 1000;
        setTimeout(() => {
          if (!response.headersSent) response.writeHead(answer.statusCode ?? 502, answer.headers);
          response.write(bytes, then);
        }, freeAt - Date.now());
      };
      answer.on('data', (bytes: Buffer) => {
        held.push(bytes);
        if (Buffer.concat(held).length < bufferBytes) return;
        send(Buffer.concat(held));
        held = [];
      });
      answer.on('end', () => send(Buffer.concat(held), () => response.end()));
      response.on('close', () => answer.destroy());
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // The address of a listening TCP server.
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
