/** How many connections one network address may have open; one more is closed at once and costs no more than that. */
import type { Server } from 'node:http';
import { createTally } from '../tally.ts';
import { toClientAddress } from './client-address.ts';

interface ConnectionRules {
  readonly max: number;
  /** A proxy of ours stands for many clients. */
  readonly isProxy: (address: string | undefined) => boolean;
  readonly onRefused: () => void;
}

export function guardConnections(server: Server, { max, isProxy, onRefused }: ConnectionRules): void {
  const open = createTally();
  server.on('connection', (socket) => {
    if (isProxy(socket.remoteAddress)) return;
    const address = toClientAddress(socket.remoteAddress);
    if (open.of(address) < max) {
      socket.on('close', open.enter(address));
      return;
    }
    onRefused();
    socket.destroy();
  });
}
