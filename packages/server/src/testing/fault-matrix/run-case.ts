/** Asks the question of a case, reads its stream to the end, and looks at what is stored and who was called. */
import type { FaultServer } from '../fault-server/start-fault-server.ts';
import { readWhole, shownText } from '../read-stream.ts';
import type { Case } from './cases.ts';
import type { Seen } from './judge.ts';

/** A server under test. */
export interface Asker {
  /** A request with a token of `userId`; a POST where there is `json`. */
  call(path: string, init: { userId: string; json?: unknown; signal?: AbortSignal }): Promise<Response>;
}

const PATIENCE_MS = 90_000;

/** Each case has a user, a session and a question of its own. Rejects where the server does not answer as it should. */
export async function runCase(one: Case, asker: Asker, upstream: FaultServer): Promise<Seen> {
  const userId = `user-${one.id}`;
  const from = performance.now();
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const json = { message: questionOf(one), session_id: one.id, model: one.models[0] };
  const response = await asker.call('/api/ai/chat/stream', { userId, json, signal });
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const chunks = await readWhole(response);
  const seconds = (performance.now() - from) / 1000;
  const all = chunks.map(({ chunk }) => chunk);
  const stored = await readStored(one.id, userId, asker);
  return {
    shown: shownText(chunks),
    stored: stored.content,
    storedStatus: stored.status,
    wire: JSON.stringify(all),
    types: all.map(({ type }) => type),
    ids: chunks.flatMap(({ id }) => id ?? []),
    done: all.find((chunk) => chunk.type === 'done') ?? null,
    error: all.find((chunk) => chunk.type === 'error') ?? null,
    partial: all.some((chunk) => chunk.type === 'response_saved' && chunk.partial === true),
    warnings: all.flatMap((chunk) => (chunk.type === 'warning' ? [chunk.code] : [])),
    seconds,
    calls: countCalls(one, upstream),
  };
}

/** What is asked: says who plays what where the models are `ask/...`. */
export function questionOf({ id, models, plays }: Case): string {
  const roles = models.flatMap((model, n) => (model.startsWith('ask/') ? [`${model}=${plays[n]}`] : []));
  return `How did July go? #${id} ${roles.join(' ')}`.trim();
}

function countCalls({ id, models }: Case, { calls }: FaultServer): number[] {
  const mine = calls.filter(({ question }) => question === `#${id}`);
  const others = mine.filter(({ model }) => !models.includes(model));
  return [...models.map((model) => mine.filter((call) => call.model === model).length), others.length];
}

async function readStored(sessionId: string, userId: string, asker: Asker) {
  const response = await asker.call(`/api/ai/chat/sessions/${sessionId}/messages`, { userId });
  // The list of messages as `wire.md` has it.
  const { items } = (await response.json()) as { items: { role: string; content: string; status: string }[] };
  const answer = items.findLast(({ role }) => role === 'assistant');
  return answer ?? { content: '', status: 'not there' };
}
