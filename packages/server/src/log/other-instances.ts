/** The other instances on the same database: over Valkey where there is one, by checkpoints where there is none or it is away. */
import type { Logger } from 'pino';
import type { MirrorStore, OtherInstances } from '../chat/instance-ports.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';
import { Mirrors } from './mirrors.ts';
import { createLogPublisher } from './publish-logs.ts';
import { createCheckpointReader } from './read-checkpoints.ts';
import { createStreamReader } from './read-streams.ts';
import { createRunningElsewhere } from './running-elsewhere.ts';

interface OtherInstancesDeps {
  readonly valkey: Valkey | null;
  readonly store: MirrorStore;
  readonly instance: string;
  readonly logger: Logger;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  readonly today: () => Date;
}

/** `close` tells what is left of our own turns and lets viewers of others go, without `stream_end`: they come back elsewhere. */
export function createOtherInstances(deps: OtherInstancesDeps): OtherInstances & { close(): Promise<void> } {
  const { valkey, now } = deps;
  const mirrors = new Mirrors({ now, onOpen: () => wake() });
  const publisher = valkey && createLogPublisher({ ...deps, valkey });
  const streams = valkey && createStreamReader({ valkey, mirrors, now });
  const checkpoints = createCheckpointReader({
    ...deps,
    mirrors,
    isLive: () => streams?.live ?? false,
    onFilled: () => streams?.wake(),
  });
  const wake = () => {
    checkpoints.wake();
    streams?.wake();
  };
  return {
    announce: (turn) => publisher?.announce(turn),
    follow: (stored) => mirrors.open(stored),
    running: createRunningElsewhere(deps),
    async close() {
      streams?.close();
      checkpoints.close();
      mirrors.close();
      await publisher?.close();
    },
  };
}
