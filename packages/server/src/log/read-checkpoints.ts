/** Fills mirrors from what owners have saved: one statement about four times a second for all that Valkey does not tell. */
import type { Logger } from 'pino';
import type { MirrorRow, MirrorStore } from '../chat/instance-ports.ts';
import type { Mirror, Mirrors } from './mirrors.ts';

const EVERY_MS = 250;
/** While the database is away. */
const AWAY_MS = 1000;
/** A mirror that is told by Valkey and had no news for so long is looked for all the same: its turn may be gone. */
const QUIET_MS = 1000;

export interface CheckpointReader {
  /** There is a mirror. */
  wake(): void;
  close(): void;
}

interface ReaderDeps {
  readonly store: MirrorStore;
  readonly mirrors: Mirrors;
  readonly logger: Logger;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** True while Valkey tells what is new. */
  readonly isLive: () => boolean;
  /** A gap was looked at: its stream may be read again. */
  readonly onFilled: () => void;
}

/** Reads while there are mirrors. */
export function createCheckpointReader(deps: ReaderDeps): CheckpointReader {
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  let away = false;
  const say = (isAway: boolean, error?: unknown) => {
    if (isAway && !away)
      deps.logger.warn({ err: error }, 'checkpoints of other instances cannot be read; it is tried again');
    away = isAway;
  };
  const look = async () => {
    deps.mirrors.dropUnwatched();
    await readDue(deps).then(
      () => say(false),
      (error) => say(true, error),
    );
    timer = undefined;
    if (!closed && deps.mirrors.size > 0) wake();
  };
  const wake = () => {
    timer ??= setTimeout(() => void look(), away ? AWAY_MS : EVERY_MS);
  };
  return {
    wake,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

async function readDue(deps: ReaderDeps): Promise<void> {
  const due = deps.mirrors.values().filter((mirror) => isDue(deps, mirror));
  if (due.length === 0) return;
  const asked = due.map((mirror) => ({ mirror, ...stateOf(mirror) }));
  const rows = await deps.store.readMirrored(asked);
  const found = new Map(rows.map((row) => [row.streamId, row]));
  for (const state of asked) fill(deps, state, found.get(state.streamId));
  if (due.some(({ gap }) => gap)) {
    for (const mirror of due) mirror.gap = false;
    deps.onFilled();
  }
}

function isDue(deps: ReaderDeps, mirror: Mirror): boolean {
  const told = deps.isLive() && mirror.streamed && !mirror.gap;
  return !told || deps.now() - mirror.lookedAt >= QUIET_MS;
}

type Asked = ReturnType<typeof stateOf> & { readonly mirror: Mirror };

function stateOf({ streamId, log }: Mirror) {
  return { streamId, epoch: log.epoch, lastId: log.lastId, points: log.points, units: log.units };
}

/** A turn that is gone was deleted with its session; its viewers come back and are told so. */
function fill(deps: ReaderDeps, asked: Asked, row: MirrorRow | undefined): void {
  const { mirror } = asked;
  mirror.lookedAt = deps.now();
  if (mirror.log.ended) return;
  if (!row) {
    deps.mirrors.drop(mirror);
    return;
  }
  const { epoch, text, marks } = row;
  const start = epoch === asked.epoch ? { from: asked.lastId, units: asked.units } : { from: 0, units: 0 };
  const taken = deps.mirrors.take(mirror, { epoch, text, marks, ...start });
  if (taken === 'news') mirror.streamed = false;
  if (row.ended) deps.mirrors.drop(mirror);
}
