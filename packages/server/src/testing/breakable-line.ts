/** A TCP line to a service of the tests that can be cut or go silent: what fails is the line, and the service itself goes on. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface BreakableLine {
  /** On the loopback interface. */
  readonly port: number;
  /** How many connections were tried so far. */
  readonly tried: number;
  /** Breaks all connections and every new one, until `mend`. */
  cut(): void;
  /** The same, once, in the moment in which `text` would be sent to the service; resolves then. */
  cutBefore(text: string): Promise<void>;
  /** Carries nothing any more and breaks nothing, as a partition does; after `mend` all of it arrives late. */
  fallSilent(): void;
  mend(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one that leads to `port` on the loopback interface. */
export async function startBreakableLine(port: number): Promise<BreakableLine> {
  const open = new Set<Socket>();
  let state: 'whole' | 'cut' | 'silent' = 'whole';
  let tried = 0;
  let fuse: { text: string; burn: () => void } | null = null;
  const server = createServer({ noDelay: true }, (near) => {
    tried += 1;
    if (state === 'cut') return void near.resetAndDestroy();
    const far = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on('data', (data) => {
        if (from === near && fuse && data.includes(fuse.text)) fuse.burn();
        else to.write(data);
      });
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
      if (state === 'silent') from.pause();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const breakAll = () => {
    for (const socket of open) socket.resetAndDestroy();
  };
  const cut = () => {
    state = 'cut';
    breakAll();
  };
  return {
    // A TCP server's address is an AddressInfo.
    port: (server.address() as AddressInfo).port,
    get tried() {
      return tried;
    },
    cut,
    cutBefore: (text) =>
      new Promise((resolve) => {
        const burn = () => {
          fuse = null;
          cut();
          resolve();
        };
        fuse = { text, burn };
      }),
    fallSilent() {
      state = 'silent';
      for (const socket of open) socket.pause();
    },
    mend() {
      state = 'whole';
      for (const socket of open) socket.resume();
    },
    async [Symbol.asyncDispose]() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
