/** What cannot fit a model's context is left out in a stated order: oldest history, then the summary of what was before it, notes from the last, last trades, positions. */
import type { ChatPromptInput } from './prompt-input-ports.ts';
import type { HistoryMessage } from './turn-store-ports.ts';

/** What a prompt is made of. The rules, the figures and the question always stay. */
export interface ContextParts {
  readonly prompt: ChatPromptInput;
  readonly history: readonly HistoryMessage[];
  readonly question: string;
}

/** How much was left out, in the order in which it goes. */
export interface LeftOut {
  readonly history: number;
  /** 1: it goes as a whole. */
  readonly summary: number;
  readonly notes: number;
  readonly trades: number;
  readonly positions: number;
}

export interface TrimmedContext {
  readonly parts: ContextParts;
  readonly leftOut: LeftOut;
  /** False: not even the least of it fits. */
  readonly fits: boolean;
}

/** The most of `parts` that fits. `fits` must not call a part of something too large that fitted as a whole. */
export async function trimContext(
  parts: ContextParts,
  fits: (parts: ContextParts) => Promise<boolean>,
): Promise<TrimmedContext> {
  const steps = stepsOf(parts);
  const fitsAfter = async (count: number) => fits(leave(parts, steps, count));
  let low = 0;
  let high = steps.length;
  // The fewest steps that suffice; all of them where none do.
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (await fitsAfter(middle)) high = middle;
    else low = middle + 1;
  }
  return {
    parts: leave(parts, steps, low),
    leftOut: countLeftOut(steps, low),
    fits: low < steps.length || (await fitsAfter(low)),
  };
}

/** For people: "6 earlier messages and 2 notes were left out". Empty where nothing was. */
export function sayLeftOut({ history, summary, notes, trades, positions }: LeftOut): string {
  const said = [
    many(history, 'earlier message'),
    many(summary, 'summary of the older ones'),
    many(notes, 'note'),
    many(trades, 'of the last trades', 'of the last trades'),
    many(positions, 'open position'),
  ].filter((part) => part !== '');
  if (said.length === 0) return '';
  const last = said.pop();
  return `${said.length > 0 ? `${said.join(', ')} and ` : ''}${last}`;
}

/** One thing that goes: `count` history messages from the oldest, or one of a list from its last. */
interface Step {
  readonly of: keyof LeftOut;
  readonly count: number;
}

function stepsOf({ prompt, history }: ContextParts): Step[] {
  const each = (of: keyof LeftOut, items: readonly unknown[]): Step[] => items.map(() => ({ of, count: 1 }));
  return [
    ...historySteps(history),
    ...each('summary', prompt.summary ? [prompt.summary] : []),
    ...each('notes', prompt.notes),
    ...each('trades', prompt.lastTrades),
    ...each('positions', prompt.positions),
  ];
}

// A question goes together with its answer: models refuse a conversation that begins with an answer.
function historySteps(history: readonly HistoryMessage[]): Step[] {
  const steps: Step[] = [];
  let count = 0;
  for (const [index, message] of history.entries()) {
    if (index > 0 && message.role === 'user') {
      steps.push({ of: 'history', count });
      count = 0;
    }
    count += 1;
  }
  return count > 0 ? [...steps, { of: 'history', count }] : steps;
}

function countLeftOut(steps: readonly Step[], taken: number): LeftOut {
  const leftOut = { history: 0, summary: 0, notes: 0, trades: 0, positions: 0 };
  for (const { of, count } of steps.slice(0, taken)) leftOut[of] += count;
  return leftOut;
}

function leave(parts: ContextParts, steps: readonly Step[], taken: number): ContextParts {
  const { prompt, history, question } = parts;
  const leftOut = countLeftOut(steps, taken);
  return {
    question,
    history: history.slice(leftOut.history),
    prompt: {
      ...prompt,
      ...(taken > 0 && { leftOut: sayLeftOut(leftOut) }),
      summary: leftOut.summary > 0 ? null : prompt.summary,
      notes: prompt.notes.slice(0, prompt.notes.length - leftOut.notes),
      lastTrades: prompt.lastTrades.slice(0, prompt.lastTrades.length - leftOut.trades),
      positions: prompt.positions.slice(0, prompt.positions.length - leftOut.positions),
    },
  };
}

function many(count: number, one: string, more = `${one}s`): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? one : more}`;
}
