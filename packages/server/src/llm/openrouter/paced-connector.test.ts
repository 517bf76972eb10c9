/** What comes while nothing is read arrives later, as one piece, whole; and nothing of it is lost where the line ends meanwhile. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createSecureServer, connect as openSecure } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { CERTIFICATE, KEY } from '../../testing/self-signed.ts';
import { createPacedConnector, paceReads } from './paced-connector.ts';

/** Reads that wait; a test says when. */
let waiting: (() => void)[];
let server: Server;
let theirs: Socket;
let ours: Socket;
/** What came, read by read. */
let pieces: string[];
const pace = { soon: (read: () => void) => void waiting.push(read) };

const LINES = {
  plain: { listen: () => createServer(), accepts: 'connection', open: openPlain },
  encrypted: {
    listen: () => createSecureServer({ key: KEY, cert: CERTIFICATE }),
    accepts: 'secureConnection',
    open: openEncrypted,
  },
};

function openPlain(port: number): Promise<Socket> {
  const connect = createPacedConnector(5_000, pace);
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const target = { protocol: 'http:', hostname: '127.0.0.1', host: `127.0.0.1:${port}`, port: String(port) };
  connect(target, (error, socket) => (error ? reject(error) : resolve(socket)));
  return promise;
}

async function openEncrypted(port: number): Promise<Socket> {
  const options = { host: '127.0.0.1', port, ca: CERTIFICATE, highWaterMark: 0 };
  const socket = openSecure(options);
  await once(socket, 'secureConnect');
  paceReads(socket, pace);
  return socket;
}

/** Resolves when the other side has seen that all of it was taken in by the kernel. */
function send(text: string): Promise<void> {
  return new Promise((resolve) => theirs.write(text, () => resolve()));
}

/** One piece at a time, until reads wait for the pace. */
async function sendFirstWords(): Promise<string> {
  let sent = '';
  while (waiting.length === 0) {
    const count = pieces.length;
    const read = once(ours, 'readable');
    await send('a');
    sent += 'a';
    await read;
    await new Promise(setImmediate);
    expect(pieces.length).toBe(count + 1);
  }
  return sent;
}

describe.each(Object.entries(LINES))('on a line that is %s', (_name, line) => {
  beforeEach(async () => {
    waiting = [];
    pieces = [];
    server = line.listen().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // A TCP server's address is an object.
    const { port } = server.address() as AddressInfo;
    const accepted = once(server, line.accepts);
    ours = await line.open(port);
    // `once` gives what the event carries, which for this event is the socket.
    [theirs] = (await accepted) as [Socket];
    ours.on('readable', () => {
      for (let bytes = ours.read(); bytes !== null; bytes = ours.read()) pieces.push(String(bytes));
    });
  });
  afterEach(() => {
    ours.destroy();
    theirs.destroy();
    server.close();
  });

  test('the first reads after a request are made at once, later ones wait and take all that came', async () => {
    const first = await sendFirstWords();
    expect(first.length).toBeGreaterThan(3);
    for (const word of ['b', 'c', 'd']) await send(word);
    expect(pieces.join('')).toBe(first);
    waiting.shift()?.();
    // Records of TLS come one by one.
    while (pieces.join('').length < first.length + 3) await once(ours, 'readable');
    expect(pieces.join('')).toBe(`${first}bcd`);
    expect(waiting.length).toBe(1);
  });

  test('with the next request reads are made at once again', async () => {
    await sendFirstWords();
    ours.write('GET / HTTP/1.1\r\n\r\n');
    waiting.shift()?.();
    const count = pieces.length;
    for (const word of ['b', 'c', 'd']) {
      const read = once(ours, 'readable');
      await send(word);
      await read;
    }
    expect(pieces.slice(count)).toEqual(['b', 'c', 'd']);
  });

  test('what came before the end of the line is read before the end', async () => {
    await sendFirstWords();
    await send('last words');
    theirs.end();
    const ended = once(ours, 'end');
    waiting.shift()?.();
    await once(ours, 'readable');
    while (waiting.length > 0) waiting.shift()?.();
    await ended;
    expect(pieces.at(-1)).toBe('last words');
  });

  test('a line that was closed meanwhile is not read', async () => {
    await sendFirstWords();
    ours.destroy();
    await once(ours, 'close');
    expect(() => waiting.shift()?.()).not.toThrow();
  });
});
