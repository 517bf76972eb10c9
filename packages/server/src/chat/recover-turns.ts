/** Ends the turns of a process that died: what was saved of the answer is kept and marked, the question is never lost. */
import { ERRORS } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';
import type { StoredTurn } from './ports.ts';
import { createRepeater, type Repeater } from './repeater.ts';
import { saveTurn } from './save-turn.ts';
import { noProgress, type Turn } from './turn.ts';
import { KEEP_HOURS } from './watch-turn.ts';

/** An owner that was not heard of for so long is dead. */
const SILENT_MS = 10_000;
const LOOK_MS = 5_000;
const PRUNE_MS = 3_600_000;

/** Takes up orphans now (`alone`: every running turn is one, for no other process can own it), then as they appear. */
export async function recoverTurns(deps: ChatDeps, alone: boolean): Promise<void> {
  const orphans = await deps.turns.takeOrphans(deps.instance, alone ? 0 : SILENT_MS);
  for (const orphan of orphans) await endOrphan(deps, orphan);
  if (orphans.length > 0) deps.logger.info({ turns: orphans.length }, 'ended the turns of a process that died');
}

/** While the server runs: ends the turns that nobody keeps alive (their end could not be saved), and forgets old logs. */
export function keepTurns(deps: ChatDeps): Repeater {
  const jobs = [
    createRepeater(deps, { every: PRUNE_MS, name: 'prune', run: () => deps.turns.prune(KEEP_HOURS) }),
    createRepeater(deps, { every: LOOK_MS, name: 'recover', run: () => recoverTurns(deps, false) }),
  ];
  return {
    stop() {
      for (const job of jobs) job.stop();
    },
  };
}

async function endOrphan(deps: ChatDeps, orphan: StoredTurn): Promise<void> {
  const turn = adopt(deps, orphan);
  const kept = turn.log.answer.length > 0;
  turn.progress.outcome = kept ? 'partial' : 'failed';
  const message = kept
    ? 'The server stopped while it answered. What was written is kept; ask again for the whole answer.'
    : 'The server stopped before it could answer. Your question is kept; ask it again.';
  await saveTurn(deps, turn, { type: 'error', code: 'interrupted', message, retryable: ERRORS.interrupted.retryable });
  turn.log.end();
}

function adopt(deps: ChatDeps, orphan: StoredTurn): Turn {
  const { userId, streamId, sessionId, questionId, answerId, epoch } = orphan;
  return {
    userId,
    started: { joined: false, streamId, sessionId, questionId, answerId, title: '' },
    request: { message: '', session_id: sessionId, context_limit: 0, include: [] },
    epoch,
    log: deps.logs.continue(orphan.log, epoch),
    // Its time is what passed on the wall since it began.
    startedAt: deps.now() - (deps.today().getTime() - orphan.createdAt.getTime()),
    abort: new AbortController(),
    streaming: true,
    progress: noProgress(),
    upstreamOpen: false,
    ending: false,
    finished: Promise.resolve(),
  };
}
