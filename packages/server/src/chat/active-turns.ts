/** The turns that run in this process: found by stream, kept in the database, drained at the end. */
import { Refusal } from '../refusal.ts';
import { createTally, type Tally } from '../tally.ts';
import { createCheckpoints } from './checkpoints.ts';
import type { ChatDeps } from './deps.ts';
import { createLateEnds } from './late-ends.ts';
import { abort, type Turn, type TurnKeeper } from './turn.ts';

/** Releasing takes a statement; so long, where the database says nothing. */
const RELEASE_MS = 10_000;

export interface ActiveTurns extends TurnKeeper {
  /** Runs the turn by `work`, which never rejects, and knows it until that is done. */
  run(turn: Turn, work: (turn: Turn) => Promise<void>): void;
  /** The same for a trial, which nothing is kept of, and nobody finds. */
  runTrial(turn: Turn, work: (turn: Turn) => Promise<void>): void;
  readonly trials: ReadonlySet<Turn>;
  find(streamId: string): Turn | undefined;
  /** The user's running turn in a session; null: a new one. */
  findInSession(userId: string, sessionId: string | null): Turn | undefined;
  all(): Iterable<Turn>;
  readonly size: number;
  /** Turns and trials by their users: those that run here, and those that were let in to begin. */
  readonly running: Tally;
  /** Questions on their way to a turn. */
  readonly starting: number;
  /** Keeps `streamId` from being taken for an orphan while its row is being made. */
  begin<T>(streamId: string, work: () => Promise<T>): Promise<T>;
  /** One at a time for each key. */
  inLine<T>(key: string, work: () => Promise<T>): Promise<T>;
  /** Every stream that is this process's own business. */
  ownStreamIds(): string[];
  readonly open: boolean;
  /** Throws `overloaded` once the server is going down. */
  checkOpen(): void;
  /** Refuses new turns, lets running ones finish for `graceMs`, then releases them, and ends trials. Resolves when none runs, or none can be released. */
  drain(graceMs: number): Promise<void>;
}

type ActiveTurnsDeps = Parameters<typeof createCheckpoints>[0] &
  Parameters<typeof createLateEnds>[0] &
  Pick<ChatDeps, 'others'>;

/** Starts saving with the first turn and ends it with the last. */
export function createActiveTurns(deps: ActiveTurnsDeps): ActiveTurns {
  const turns = new Map<string, Turn>();
  const trials = new Set<Turn>();
  const running = createTally();
  const beginning = new Map<string, Promise<unknown>>();
  const lateEnds = createLateEnds(deps);
  const checkpoints = createCheckpoints(deps, turns);
  let open = true;
  let releasing = false;

  async function untilIdle(): Promise<void> {
    while (turns.size + trials.size + beginning.size > 0) {
      const all = [...turns.values(), ...trials];
      await Promise.allSettled([...all.map((turn) => turn.finished), ...beginning.values()]);
    }
  }

  /** `forget` is called at its end. */
  function runCounted(turn: Turn, work: (turn: Turn) => Promise<void>, forget: () => unknown): void {
    const leave = running.enter(turn.userId);
    turn.finished = work(turn).finally(() => {
      leave();
      forget();
    });
  }

  return {
    run(turn, work) {
      const { streamId, sessionId } = turn.started;
      turns.set(streamId, turn);
      if (releasing) abort(turn, 'released');
      deps.others?.announce({ streamId, sessionId, userId: turn.userId, epoch: turn.epoch, log: turn.log });
      checkpoints.wake();
      runCounted(turn, work, () => turns.get(streamId) === turn && turns.delete(streamId));
    },
    runTrial(turn, work) {
      trials.add(turn);
      if (releasing) abort(turn, 'stopped');
      runCounted(turn, work, () => trials.delete(turn));
    },
    trials,
    find: (streamId) => turns.get(streamId),
    findInSession: (userId, sessionId) =>
      turns.values().find((turn) => turn.userId === userId && turn.started.sessionId === sessionId),
    all: () => turns.values(),
    get size() {
      return turns.size;
    },
    running,
    get starting() {
      return beginning.size;
    },
    begin(streamId, work) {
      const working = work().finally(() => beginning.delete(streamId));
      beginning.set(streamId, working);
      return working;
    },
    inLine: createLines(),
    ownStreamIds: () => [...turns.keys(), ...beginning.keys(), ...lateEnds.streamIds()],
    release: checkpoints.release,
    saveLater: lateEnds.add,
    get open() {
      return open;
    },
    checkOpen() {
      if (open) return;
      throw new Refusal('overloaded', 'The server is restarting. Ask again in a few seconds.', { retryAfterMs: 5000 });
    },
    async drain(graceMs) {
      open = false;
      const idle = untilIdle();
      await within(deps, graceMs, idle);
      releasing = true;
      for (const turn of turns.values()) abort(turn, 'released');
      for (const turn of trials) abort(turn, 'stopped');
      await within(deps, RELEASE_MS, idle);
    },
  };
}

function createLines(): ActiveTurns['inLine'] {
  const lines = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    while (lines.has(key)) await lines.get(key);
    const working = work();
    lines.set(
      key,
      working.then(
        () => lines.delete(key),
        () => lines.delete(key),
      ),
    );
    return working;
  };
}

/** Resolves with `work`, or after `ms`. */
function within(deps: Pick<ChatDeps, 'wait'>, ms: number, work: Promise<void>): Promise<void> {
  const waiting = new AbortController();
  return Promise.race([work.finally(() => waiting.abort()), deps.wait(ms, waiting.signal)]);
}
