/** Keeps connections open ahead of need, so that a question waits for no handshake, nor do those of a burst. */
import type { Socket } from 'node:net';
import type { Connector } from './paced-connector.ts';

/** Before proxies on the way forget an unused connection, or servers close it. */
const RENEW_MS = 45_000;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

const SIGNS = ['close', 'end', 'error', 'readable'];

type Options = Parameters<Connector>[0];

export interface WarmConnections {
  /** For undici: hands out a connection that is open already, or opens one. */
  readonly connect: Connector;
  /** Opens the first; needs no answer, and goes on trying while the provider is away. */
  start(): void;
  close(): void;
}

interface Spare {
  readonly socket: Socket;
  /** No longer ours to watch. */
  release(): void;
}

/** `url` is the provider's; only connections to its origin are kept, `wanted` of them. */
export function createWarmConnections(url: string, wanted: number, open: Connector): WarmConnections {
  const { protocol, hostname, host, port } = new URL(url);
  const target: Options = { protocol, hostname: hostname.replace(/^\[|\]$/g, ''), host, port };
  const spares: Spare[] = [];
  let opening = 0;
  let failures = 0;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;

  function refill(): void {
    while (!closed && !retry && spares.length + opening < wanted) {
      opening += 1;
      open(target, (error, socket) => {
        opening -= 1;
        if (error || !socket) return later();
        failures = 0;
        if (closed) socket.destroy();
        else keep(socket);
      });
    }
  }

  function later(): void {
    if (closed || retry) return;
    const wait = Math.min(FIRST_WAIT_MS * 2 ** failures, LONGEST_WAIT_MS);
    failures = Math.min(failures + 1, 10);
    retry = setTimeout(() => {
      retry = undefined;
      refill();
    }, wait);
    retry.unref();
  }

  function keep(socket: Socket): void {
    const drop = () => {
      spare.release();
      socket.destroy();
      later();
    };
    const renewal = setTimeout(drop, RENEW_MS);
    renewal.unref();
    socket.unref();
    // A server that speaks first, or hangs up, is done with this one.
    for (const event of SIGNS) socket.on(event, drop);
    const spare: Spare = {
      socket,
      release() {
        clearTimeout(renewal);
        for (const event of SIGNS) socket.off(event, drop);
        const at = spares.indexOf(spare);
        if (at >= 0) spares.splice(at, 1);
      },
    };
    spares.push(spare);
  }

  return {
    connect(options, callback) {
      const spare = options.host === host && options.protocol === protocol ? spares[0] : undefined;
      if (!spare) return open(options, callback);
      spare.release();
      spare.socket.ref();
      refill();
      // undici expects no answer within its own call.
      queueMicrotask(() => callback(null, spare.socket));
    },
    start: refill,
    close() {
      closed = true;
      clearTimeout(retry);
      for (const spare of [...spares]) {
        spare.release();
        spare.socket.destroy();
      }
    },
  };
}
