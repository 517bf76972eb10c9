/** A text is read once for each journal: the last questions of a chat are read again with each new one, and a new one by retrieval too. */
import type { JournalNames } from '../../journal/trade-ports.ts';
import { type Part, type ReadingContext, readPart } from './read-part.ts';

/** The questions that an answer looks at and the sides of what they compare, some 2 KB each. */
const MOST_KEPT = 16;

/** By a journal's names, which are the same object until it changes. */
const kept = new WeakMap<JournalNames, Map<string, Part>>();

/** As `readPart`. */
export function readPartOnce(text: string, context: ReadingContext): Part {
  const parts = kept.get(context.names) ?? new Map<string, Part>();
  kept.set(context.names, parts);
  const key = `${context.today} ${text}`;
  const part = parts.get(key) ?? readPart(text, context);
  parts.delete(key);
  parts.set(key, part);
  const [oldest] = parts.keys();
  if (parts.size > MOST_KEPT && oldest !== undefined) parts.delete(oldest);
  return part;
}
