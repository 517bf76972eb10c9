/** A conversation as strict chat templates take it: a question that has no answer is asked together with the next one. */
import type { HistoryMessage } from './turn-store-ports.ts';

/** Stopped before its first word, an answer is none. */
export function inTurns(history: readonly HistoryMessage[], question: string): HistoryMessage[] {
  const turns: HistoryMessage[] = [];
  for (const message of [...history, { role: 'user' as const, content: question }]) {
    const last = turns.at(-1);
    if (last?.role !== message.role) turns.push(message);
    else turns[turns.length - 1] = { ...last, content: `${last.content}\n\n${message.content}` };
  }
  return turns;
}
