/** Saves what running turns have more, many in one statement: by it the database also confirms that they are ours. */
import { isDatabaseAway } from '../storage-error.ts';
import { CHECKPOINT_MS, createPortions, ROUND_MS } from './checkpoint-portions.ts';
import { citableSources } from './citations/cited-sources.ts';
import type { ChatDeps } from './deps.ts';
import { abort, type SavedPart, type Turn } from './turn.ts';
import type { Checkpoint, TurnStore } from './turn-store-ports.ts';
import { withinTime } from './within-time.ts';

/** A statement that takes longer is given up, so that another can be tried before leases run out. */
const GIVE_UP_MS = 2500;
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

/** `turns` is read at each round. */
export function createCheckpoints(deps: CheckpointDeps, turns: ReadonlyMap<string, Turn>): Checkpoints {
  const batch = createReleases(deps, (turn) => toCheckpoint(turn, null));
  let awake = false;
  /** The statement that runs, if one does. */
  let saving = Promise.resolve();
  const portions = createPortions(isUnsure);

  /** Saves those that have waited longest. Resolves with the milliseconds from its beginning to that of the next. */
  async function save(): Promise<number> {
    const now = deps.now();
    const due = [...turns.values()].filter((turn) => isDue(turn, now));
    if (due.length === 0) return CHECKPOINT_MS;
    const some = portions.of(due.sort((one, other) => lookedAt(one) - lookedAt(other)));
    const outcome = await saveSome(some);
    const ms = deps.now() - now;
    deps.telemetry.checkpointed(ms);
    return portions.took({ ms, some, of: due.length, outcome });
  }

  async function saveSome(due: readonly Turn[]): Promise<'saved' | 'failed' | 'away'> {
    const from = deps.now();
    const rows = due.map((turn) => toCheckpoint(turn, turn.saved));
    try {
      const refused = await withinTime(GIVE_UP_MS, deps.turns.saveCheckpoints(rows, deps.instance));
      for (const [index, turn] of due.entries())
        note(turn, { row: rows[index], from, ours: !refused.has(turn.started.streamId) });
      return 'saved';
    } catch (error) {
      for (const turn of due) doubt(turn, from);
      deps.logger.warn({ err: error, turns: due.length }, 'checkpoint failed; it is tried again');
      return isDatabaseAway(error) ? 'away' : 'failed';
    }
  }

  function note(turn: Turn, { row, from, ours }: { row: Checkpoint | undefined; from: number; ours: boolean }): void {
    const last = turn.saved;
    if (ours && row) {
      turn.leasedAt = from;
      const units = row.from + row.text.length;
      const sources = row.sources?.length ?? last?.sources ?? 0;
      const now = { id: row.lastId, units, at: from, sources, unsure: false };
      if (last) Object.assign(last, now);
      else turn.saved = now;
    } else if (last?.unsure) {
      // A statement that was given up has arrived after all, so this one had no place: the next is whole.
      turn.saved = null;
    } else if (!turn.ending) {
      // A turn that ended while the statement ran is not among ours either, and rightly so.
      abort(turn, 'lost');
    }
  }

  function doubt(turn: Turn, at: number): void {
    if (turn.saved) Object.assign(turn.saved, { at, unsure: true });
    else turn.saved = { id: 0, units: 0, at, sources: 0, unsure: true };
  }

  async function round(): Promise<void> {
    const from = deps.now();
    const next = save();
    saving = next.then(() => undefined);
    const ms = await next;
    awake = turns.size > 0;
    if (awake) setTimeout(round, Math.max(0, from + ms - deps.now()));
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

function isUnsure(turn: Turn): boolean {
  return turn.saved?.unsure === true;
}

function lookedAt(turn: Turn): number {
  return turn.saved?.at ?? turn.leasedAt;
}

function isDue(turn: Turn, now: number): boolean {
  if (turn.abort.signal.reason === 'released') return false;
  const last = turn.saved;
  return !last || last.unsure || turn.log.lastId > last.id || now - last.at >= ROUND_MS / 2;
}

function toCheckpoint(turn: Turn, last: Readonly<SavedPart> | null): Checkpoint {
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
