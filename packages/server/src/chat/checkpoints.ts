/** Saves what running turns have more, all in one statement: by it the database also confirms that they are ours. */
import { citableSources } from './citations/cited-sources.ts';
import type { ChatDeps } from './deps.ts';
import { abort, type Turn } from './turn.ts';
import type { Checkpoint, TurnStore } from './turn-store-ports.ts';
import { withinTime } from './within-time.ts';

const CHECKPOINT_MS = 250;
/** Saving may take one part in so many of the time: where the database is slow or busy, it is done less often. */
const CHECKPOINT_SHARE = 40;
/** The longest from one look at what is new to the next; a quiet turn's lease is renewed twice in that time. */
const MAX_WAIT_MS = 2000;
/** A statement that takes longer is given up, so that another can be tried before leases run out. */
const GIVE_UP_MS = 2500;
/** Turns in one statement: thousands in one would take as long as a lease where the database is busy. */
const MOST_AT_ONCE = 1000;
/** How long released turns wait for each other. */
const RELEASE_TOGETHER_MS = 20;

export interface Checkpoints {
  /** There is a turn to be saved: the loop runs until there is none. */
  wake(): void;
  /** The last checkpoint of a turn that nobody runs from now on. Never rejects. */
  release(turn: Turn): Promise<void>;
}

type CheckpointDeps = Pick<ChatDeps, 'instance' | 'logger' | 'now' | 'wait' | 'telemetry'> & {
  readonly turns: Pick<TurnStore, 'saveCheckpoints' | 'releaseTurns'>;
};

/** What is known to be saved of a turn. One object for all of its checkpoints: it lives long, and each new one would outlive the young heap too. */
interface Saved {
  id: number;
  /** Of the answer. */
  units: number;
  at: number;
  /** How many of the sources: they only grow. */
  sources: number;
  /** A statement with more was given up: nobody knows whether it arrives. */
  unsure: boolean;
}

/** `turns` is read at each round. */
export function createCheckpoints(deps: CheckpointDeps, turns: ReadonlyMap<string, Turn>): Checkpoints {
  const saved = new WeakMap<Turn, Saved>();
  const batch = createReleases(deps, (turn) => toCheckpoint(turn, undefined));
  let awake = false;
  /** The round that runs, if one does. */
  let saving = Promise.resolve();

  async function save(): Promise<void> {
    const now = deps.now();
    // The oldest lease first: where it takes several statements, those of all turns grow equally old between two rounds.
    const due = [...turns.values()]
      .filter((turn) => isDue(turn, saved.get(turn), now))
      .sort((one, other) => one.leasedAt - other.leasedAt);
    for (let at = 0; at < due.length; at += MOST_AT_ONCE) await saveSome(due.slice(at, at + MOST_AT_ONCE));
    if (due.length > 0) deps.telemetry.checkpointed(deps.now() - now);
  }

  async function saveSome(due: readonly Turn[]): Promise<void> {
    const from = deps.now();
    const rows = due.map((turn) => toCheckpoint(turn, saved.get(turn)));
    try {
      const refused = await withinTime(GIVE_UP_MS, deps.turns.saveCheckpoints(rows, deps.instance));
      for (const [index, turn] of due.entries())
        note(turn, { row: rows[index], from, ours: !refused.has(turn.started.streamId) });
    } catch (error) {
      for (const turn of due) doubt(turn);
      deps.logger.warn({ err: error, turns: due.length }, 'checkpoint failed; it is tried again');
    }
  }

  function note(turn: Turn, { row, from, ours }: { row: Checkpoint | undefined; from: number; ours: boolean }): void {
    const last = saved.get(turn);
    if (ours && row) {
      turn.leasedAt = from;
      const units = row.from + row.text.length;
      const sources = row.sources?.length ?? last?.sources ?? 0;
      const now = { id: row.lastId, units, at: from, sources, unsure: false };
      if (last) Object.assign(last, now);
      else saved.set(turn, now);
    } else if (last?.unsure) {
      // A statement that was given up has arrived after all, so this one had no place: the next is whole.
      saved.delete(turn);
    } else if (!turn.ending) {
      // A turn that ended while the statement ran is not among ours either, and rightly so.
      abort(turn, 'lost');
    }
  }

  function doubt(turn: Turn): void {
    const last = saved.get(turn);
    if (last) last.unsure = true;
  }

  async function round(): Promise<void> {
    const from = deps.now();
    saving = save();
    await saving;
    awake = turns.size > 0;
    if (awake) setTimeout(round, nextWait(deps.now() - from));
  }

  return {
    wake() {
      if (!awake) setTimeout(round, CHECKPOINT_MS);
      awake = true;
    },
    // A statement that came after the release would make the turn look owned again, for as long as it takes to be taken over.
    release: (turn) => saving.then(() => batch(turn)),
  };
}

/** After a round that took `ms`: a long one is followed by the next all the sooner, for a lease must last for both. */
function nextWait(ms: number): number {
  return Math.max(CHECKPOINT_MS, Math.min(ms * CHECKPOINT_SHARE, MAX_WAIT_MS - ms));
}

function isDue(turn: Turn, last: Readonly<Saved> | undefined, now: number): boolean {
  if (turn.abort.signal.reason === 'released') return false;
  return !last || last.unsure || turn.log.lastId > last.id || now - last.at >= MAX_WAIT_MS / 2;
}

function toCheckpoint(turn: Turn, last: Readonly<Saved> | undefined): Checkpoint {
  const { log, progress, startedAt } = turn;
  const from = last?.units ?? 0;
  const sources = citableSources(turn);
  return {
    streamId: turn.started.streamId,
    epoch: turn.epoch,
    from,
    fromId: last?.id ?? 0,
    text: log.textFrom(from),
    // They may grow before the statement is written.
    marks: [...log.marks],
    lastId: log.lastId,
    attemptsBegun: progress.attemptsBegun,
    chunkCount: progress.chunkCount,
    sources: last && last.sources === sources.length ? null : sources,
    firstTokenMs: progress.firstTokenAt === null ? null : Math.round(progress.firstTokenAt - startedAt),
  };
}

/** Turns that are released at once are written at once. */
function createReleases(deps: CheckpointDeps, toRow: (turn: Turn) => Checkpoint): (turn: Turn) => Promise<void> {
  let waiting: Checkpoint[] = [];
  let written: Promise<void> | null = null;
  return (turn) => {
    waiting.push(toRow(turn));
    written ??= deps.wait(RELEASE_TOGETHER_MS, new AbortController().signal).then(async () => {
      const rows = waiting;
      waiting = [];
      written = null;
      await withinTime(GIVE_UP_MS, deps.turns.releaseTurns(rows, deps.instance)).catch((error: unknown) =>
        deps.logger.warn({ err: error, turns: rows.length }, 'turns could not be released; they are taken up later'),
      );
    });
    return written;
  };
}
