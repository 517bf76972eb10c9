/** The turns that run in this process: found by stream, checkpointed together, stopped and drained. */
import { Refusal } from '../refusal.ts';
import type { ChatDeps } from './deps.ts';
import type { AbortCause, Turn } from './turn.ts';

const CHECKPOINT_MS = 250;
const HEARTBEAT_MS = 2000;

export interface ActiveTurns {
  add(turn: Turn): void;
  remove(turn: Turn): void;
  find(streamId: string): Turn | undefined;
  /** The user's running turn in a session. */
  findInSession(userId: string, sessionId: string): Turn | undefined;
  readonly size: number;
  /** Throws `overloaded` once the server is going down. */
  checkOpen(): void;
  /** Refuses new turns, lets running ones finish for `graceMs`, then aborts them. Resolves when none runs. */
  drain(graceMs: number): Promise<void>;
}

/** Starts the checkpoint loop with the first turn and ends it with the last. */
export function createActiveTurns(deps: ChatDeps): ActiveTurns {
  const turns = new Map<string, Turn>();
  let ticking = false;
  let draining = false;
  const checkpoints = createCheckpoints(deps, turns);

  const tick = async () => {
    await checkpoints();
    ticking = turns.size > 0;
    if (ticking) setTimeout(tick, CHECKPOINT_MS);
  };

  return {
    add(turn) {
      turns.set(turn.started.streamId, turn);
      if (!ticking) setTimeout(tick, CHECKPOINT_MS);
      ticking = true;
    },
    remove: (turn) => void turns.delete(turn.started.streamId),
    find: (streamId) => turns.get(streamId),
    findInSession: (userId, sessionId) =>
      turns.values().find((turn) => turn.userId === userId && turn.started.sessionId === sessionId),
    get size() {
      return turns.size;
    },
    checkOpen() {
      if (!draining) return;
      throw new Refusal('overloaded', 'The server is restarting. Ask again in a few seconds.', { retryAfterMs: 5000 });
    },
    async drain(graceMs) {
      draining = true;
      const grace = new AbortController();
      const running = () => Promise.all([...turns.values()].map((turn) => turn.finished));
      await Promise.race([running().finally(() => grace.abort()), deps.wait(graceMs, grace.signal)]);
      for (const turn of turns.values()) abort(turn, 'shutdown');
      await running();
    },
  };
}

/** Cuts a turn short; what was written is kept. */
export function abort(turn: Turn, cause: AbortCause): void {
  turn.abort.abort(cause);
}

/** Saves what is new of all running turns in one statement, and says of the quiet ones that they live. */
function createCheckpoints(deps: ChatDeps, turns: Map<string, Turn>): () => Promise<void> {
  const saved = new WeakMap<Turn, { id: number; at: number }>();
  return async () => {
    const due = [...turns.values()].filter((turn) => isDue(turn, saved.get(turn), deps.now()));
    if (due.length === 0) return;
    for (const turn of due) saved.set(turn, { id: turn.log.lastId, at: deps.now() });
    try {
      const batch = due.map((turn) => ({
        streamId: turn.started.streamId,
        epoch: turn.epoch,
        log: turn.log.snapshot(),
      }));
      const ours = await deps.turns.saveCheckpoints(batch, deps.instance);
      for (const turn of due) {
        // A turn that ended while the statement ran is in the map no more, and rightly not "ours".
        if (!ours.has(turn.started.streamId) && turns.has(turn.started.streamId) && !turn.log.ended)
          loseIfRunning(turn);
      }
    } catch (error) {
      for (const turn of due) saved.delete(turn);
      deps.logger.warn({ err: error, turns: due.length }, 'checkpoint failed; it is tried again');
    }
  };
}

function isDue(turn: Turn, last: { id: number; at: number } | undefined, now: number): boolean {
  return !last || turn.log.lastId > last.id || now - last.at >= HEARTBEAT_MS;
}

function loseIfRunning(turn: Turn): void {
  if (!turn.ending) abort(turn, 'lost');
}
