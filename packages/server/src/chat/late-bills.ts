/** Bills of calls that ended without one, as those that fail or are cut do: asked for later, and added to what was used up. */
import type { Logger } from 'pino';
import type { AttemptRecord, ChatModel } from './model-ports.ts';
import type { Turn } from './turn.ts';
import type { LateBill } from './turn-end-ports.ts';

/** About 1, 5 and 20 s after the end: by then the provider has the bill, or never will. */
const WAITS_MS = [1_000, 4_000, 15_000];
/** Bills asked for at once; what is beyond stays an estimate. */
const MAX_WAITING = 500;

export interface LateBills {
  /** Of a turn whose end is saved; `addBill` answers false where it is not yet. Returns at once; what is not known when the process ends stays unknown. */
  add(turn: Turn, addBill: (bill: LateBill) => Promise<boolean>): void;
  close(): void;
}

interface LateBillDeps {
  readonly model: Pick<ChatModel, 'billOf'>;
  readonly logger: Pick<Logger, 'warn'>;
  /** Resolves after `ms`, or at once when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

type Unbilled = AttemptRecord & { readonly generation: string };

export function createLateBills(deps: LateBillDeps): LateBills {
  const closing = new AbortController();
  let waiting = 0;

  async function ask(
    { userId, started }: Turn,
    attempt: Unbilled,
    addBill: (bill: LateBill) => Promise<boolean>,
  ): Promise<void> {
    for (const ms of WAITS_MS) {
      await deps.wait(ms, closing.signal);
      if (closing.signal.aborted) return;
      const usage = await deps.model.billOf(attempt.generation, closing.signal);
      if (usage && (await addBill({ userId, ...started, attempt, usage }))) return;
    }
  }

  return {
    add(turn, addBill) {
      for (const attempt of turn.progress.attempts.filter(isUnbilled)) {
        if (waiting >= MAX_WAITING) return;
        waiting += 1;
        void ask(turn, attempt, addBill)
          .catch((error: unknown) =>
            deps.logger.warn({ err: error, stream_id: turn.started.streamId }, 'a bill could not be added'),
          )
          .finally(() => {
            waiting -= 1;
          });
      }
    },
    close: () => closing.abort(),
  };
}

function isUnbilled(attempt: AttemptRecord): attempt is Unbilled {
  return attempt.usage === null && attempt.generation !== null;
}
