/** The turns that run in this process: found by stream, checkpointed together, stopped and drained. */
import { Refusal } from '../refusal.ts';
import type { ChatDeps } from './deps.ts';
import type { Checkpoint } from './ports.ts';
import type { AbortCause, Turn } from './turn.ts';

const CHECKPOINT_MS = 250;
/** Saving may take one part in so many of the time: where the database is slow or busy, it is done less often. */
const CHECKPOINT_SHARE = 40;
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
    const from = deps.now();
    await checkpoints();
    ticking = turns.size > 0;
    if (ticking) setTimeout(tick, nextCheckpoint(deps.now() - from));
  };

  return {
    add(turn) {
      turns.set(turn.started.streamId, turn);
      const { streamId, sessionId } = turn.started;
      deps.others?.announce({ streamId, sessionId, userId: turn.userId, epoch: turn.epoch, log: turn.log });
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

/** When, in milliseconds, after one that took `ms`: never so late that a turn would pass for dead. */
function nextCheckpoint(ms: number): number {
  return Math.min(Math.max(CHECKPOINT_MS, ms * CHECKPOINT_SHARE), HEARTBEAT_MS);
}

/** Saves what is new of all running turns in one statement, and says of the quiet ones that they live. */
function createCheckpoints(deps: ChatDeps, turns: Map<string, Turn>): () => Promise<void> {
  const saved = new WeakMap<Turn, Saved>();
  return async () => {
    const due = [...turns.values()].filter((turn) => isDue(turn, saved.get(turn), deps.now()));
    if (due.length === 0) return;
    const batch = due.map((turn) => toCheckpoint(turn, saved.get(turn)?.units ?? 0));
    for (const turn of due) saved.set(turn, { id: turn.log.lastId, units: turn.log.answer.length, at: deps.now() });
    try {
      const ours = await deps.turns.saveCheckpoints(batch, deps.instance);
      // A turn that ended while the statement ran is not among them, and rightly so.
      for (const turn of due) if (!ours.has(turn.started.streamId) && !turn.ending) abort(turn, 'lost');
    } catch (error) {
      // Nobody knows what of it was saved: the next one is whole.
      for (const turn of due) saved.delete(turn);
      deps.logger.warn({ err: error, turns: due.length }, 'checkpoint failed; it is tried again');
    }
  };
}

interface Saved {
  readonly id: number;
  /** Of the answer. */
  readonly units: number;
  readonly at: number;
}

function toCheckpoint(turn: Turn, from: number): Checkpoint {
  const { answer, marks } = turn.log.snapshot();
  return { streamId: turn.started.streamId, epoch: turn.epoch, from, text: answer.slice(from), marks };
}

function isDue(turn: Turn, last: Saved | undefined, now: number): boolean {
  return !last || turn.log.lastId > last.id || now - last.at >= HEARTBEAT_MS;
}
