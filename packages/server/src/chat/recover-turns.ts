/** A crash is a pause: turns whose owner died are taken over and run on from what was saved, under the next epoch. */
import { ERRORS } from '@tradistry/protocol';
import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import { isHopeless } from './is-hopeless.ts';
import type { PromptChoice } from './prompt-ports.ts';
import { recordTurn } from './record-turn.ts';
import { runTurn } from './run-turn.ts';
import { saveTurn } from './save-turn.ts';
import { stopHere } from './stop-turn.ts';
import { createTurn, noProgress, type Turn, type TurnProgress } from './turn.ts';
import type { OrphanedTurn } from './turn-store-ports.ts';

/** An owner that was not heard of for so long is dead: it stopped by itself at half that time. */
export const SILENT_MS = 10_000;
/** At most so many are taken up at one look; other instances take the rest, or the next look does. */
const MAX_TAKEN = 200;

/** Takes up orphans and runs them on; resolves when they run. `silentMs` 0: every running turn is one. */
export async function recoverTurns(deps: ChatDeps, active: ActiveTurns, silentMs: number): Promise<void> {
  const from = deps.now();
  const { instance } = deps;
  const except = active.ownStreamIds();
  const orphans = await deps.turns.takeOrphans({ instance, silentMs, except, limit: MAX_TAKEN });
  const found = await Promise.all(orphans.map(async (orphan) => ({ orphan, prompt: await promptOf(deps, orphan) })));
  // Taken in vain: whoever looks next finds them silent again.
  if (!active.open) return;
  for (const each of found) takeUp(deps, active, { ...each, leasedAt: from });
  if (orphans.length > 0) deps.logger.info({ turns: orphans.length }, 'took up the turns of a process that died');
}

function promptOf({ prompts }: ChatDeps, { userId, sessionId, request }: OrphanedTurn): Promise<PromptChoice> {
  return prompts.recall({ userId, sessionId, asked: request?.prompt ?? null });
}

interface Found {
  readonly orphan: OrphanedTurn;
  readonly prompt: PromptChoice;
  readonly leasedAt: number;
}

function takeUp(deps: ChatDeps, active: ActiveTurns, of: Found): void {
  const { orphan } = of;
  const turn = adopt(deps, of);
  if (orphan.stopRequested) stopHere(deps, turn);
  active.run(turn, (running) => (isHopeless(orphan) ? giveUp(deps, active, running) : runTurn(deps, active, running)));
}

function adopt(deps: ChatDeps, { orphan, prompt, leasedAt }: Found): Turn {
  const { userId, streamId, sessionId, questionId, answerId, epoch, request, streaming } = orphan;
  const startedAt = leasedAt - Math.max(orphan.ageMs, 0);
  return createTurn({
    ...{ userId, epoch, prompt, streaming, startedAt },
    started: { joined: false, streamId, sessionId, questionId, answerId, title: '' },
    request: request ?? { message: '', session_id: sessionId, context_limit: 0, include: [] },
    kept: '',
    log: deps.logs.continue(orphan.log, epoch),
    begunAt: leasedAt,
    trace: deps.telemetry.turnBegan({ userId, streamId, sessionId, epoch, streaming, startedAt, traceHeaders: null }),
    progress: progressOf(orphan, startedAt),
  });
}

/** What the former owners came to. */
function progressOf(
  { log, sources, attemptsBegun, chunkCount, firstTokenMs }: OrphanedTurn,
  startedAt: number,
): TurnProgress {
  return {
    ...noProgress(sources),
    attemptsBegun,
    chunkCount,
    firstTokenAt: firstTokenMs === null ? null : startedAt + firstTokenMs,
    warnings: log.marks.flatMap(({ chunk }) => (chunk.type === 'warning' ? [chunk] : [])),
  };
}

/** What was kept stays, and can be gone on with by its user. */
async function giveUp(deps: ChatDeps, active: ActiveTurns, turn: Turn): Promise<void> {
  const kept = turn.log.units > 0;
  Object.assign(turn.progress, {
    outcome: kept ? 'partial' : 'failed',
    errorCode: 'interrupted',
    errorClass: 'interrupted',
  });
  const message = kept
    ? 'The answer was interrupted again and again. What was written is kept; you can have it continued.'
    : 'The answer was interrupted again and again. Your question is kept; ask it again.';
  const error = { type: 'error', code: 'interrupted', message, retryable: ERRORS.interrupted.retryable } as const;
  const ended = await saveTurn({ ...deps, keeper: active }, turn, error).catch((fault: unknown) => {
    deps.logger.error({ err: fault }, 'a turn could not be given up');
    return null;
  });
  turn.log.end();
  turn.trace.close(ended);
  if (ended) recordTurn(deps, ended);
}
