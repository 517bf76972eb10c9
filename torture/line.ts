/** A line between a viewer and the server that is cut, delayed and sliced: a TCP proxy that understands nothing of what it carries. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Random } from './random.ts';

/** How a line treats what the server sends. */
export interface LineManner {
  /** Cut somewhere within so many bytes, again and again; 0: never by itself. */
  readonly cutWithin: number;
  readonly delayMs: number;
  /** One byte a write. */
  readonly sliced: boolean;
}

export interface Line {
  readonly url: string;
  /** Breaks all that is on the line, and lets nobody on it for `ms`. */
  kill(ms: number): void;
  /** How often it was cut so far. */
  cuts(): number;
  [Symbol.asyncDispose](): Promise<void>;
}

interface LineOptions {
  readonly random: Random;
  readonly manner: LineManner;
  /** The port a new connection leads to; null: nobody is there. */
  readonly target: () => number | null;
}

/** Starts one on a free port of the loopback interface. */
export async function startLine({ random, manner, target }: LineOptions): Promise<Line> {
  let cuts = 0;
  let downUntil = 0;
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (viewer) => {
    const port = performance.now() < downUntil ? null : target();
    if (port === null) return void viewer.destroy();
    const service = connect({ port, host: '127.0.0.1', noDelay: true });
    const end = () => {
      viewer.destroy();
      service.destroy();
    };
    for (const socket of [viewer, service]) {
      open.add(socket);
      socket.on('error', end);
      socket.on('close', () => open.delete(socket));
    }
    viewer.pipe(service);
    viewer.on('close', end);
    const cut = () => {
      cuts += 1;
      end();
    };
    carry(service, viewer, { manner, cutAfter: manner.cutWithin && random.between(1, manner.cutWithin), cut });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const destroyAll = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    // A TCP server's address is an AddressInfo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    kill(ms) {
      downUntil = performance.now() + ms;
      cuts += 1;
      destroyAll();
    },
    cuts: () => cuts,
    async [Symbol.asyncDispose]() {
      destroyAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Carrying {
  readonly manner: LineManner;
  /** Bytes; 0: never. */
  readonly cutAfter: number;
  readonly cut: () => void;
}

/** What the server sends, in its order: later by the delay, in slices, and not past the cut. */
function carry(from: Socket, to: Socket, { manner, cutAfter, cut }: Carrying): void {
  let carried = 0;
  const later = (action: () => void) => {
    if (manner.delayMs === 0) action();
    else setTimeout(action, manner.delayMs);
  };
  const send = (data: Buffer) => {
    const room = cutAfter === 0 ? data.length : Math.min(data.length, cutAfter - carried);
    carried += data.length;
    write(to, data.subarray(0, Math.max(room, 0)), manner.sliced);
    if (room < data.length) cut();
  };
  from.on('data', (data) => later(() => send(data)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.end()));
}

function write(to: Socket, data: Buffer, sliced: boolean): void {
  if (!to.writable) return;
  if (!sliced) return void to.write(data);
  for (let at = 0; at < data.length; at += 1) to.write(data.subarray(at, at + 1));
}
