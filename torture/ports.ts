/** Ports that stay a process's own while it is down: below those that the kernel gives to outgoing connections. */
import { createServer } from 'node:net';

const FIRST = 15_000;
const LAST = 31_000;
let next = FIRST + Math.floor(Math.random() * (LAST - FIRST));

/** A port on which nobody listens, different at each call. */
export async function reservePort(): Promise<number> {
  for (;;) {
    const port = next >= LAST ? FIRST : next + 1;
    next = port;
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
