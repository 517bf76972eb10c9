/** Which statements a connection is to keep parsed and planned: those that are sent again and again. */
import { createHash } from 'node:crypto';

/** From the third time on: a file that is imported once leaves nothing behind. */
const OFTEN = 3;
/** Each takes a connection of the database some 100 KB. */
const MOST_NAMES = 100;
const MOST_COUNTED = 500;

export interface StatementNames {
  /** A statement's name, if it has one by now. The first to come often keep theirs; a turn's are among them. */
  of(text: string): string | undefined;
  /** From now on no statement has a name. */
  giveUp(): void;
}

/** `onGivenUp` is called once. A name says its statement's text: where sessions are mixed up behind our back, it is missing or right, and never another's. */
export function createStatementNames(onGivenUp: () => void = () => undefined): StatementNames {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  let most = MOST_NAMES;

  function count(text: string): number {
    const times = (counts.get(text) ?? 0) + 1;
    if (counts.size >= MOST_COUNTED) counts.clear();
    counts.set(text, times);
    return times;
  }

  return {
    of(text) {
      const known = names.get(text);
      if (known !== undefined || names.size >= most || count(text) < OFTEN) return known;
      const name = `often_${createHash('sha256').update(text).digest('hex').slice(0, 32)}`;
      names.set(text, name);
      counts.delete(text);
      return name;
    },
    giveUp() {
      if (most > 0) onGivenUp();
      names.clear();
      most = 0;
    },
  };
}

/** PostgreSQL: no such name; the name is taken; what stays planned cannot answer with other columns than before. */
const NAME_FAULTS = ['26000', '42P05', '0A000'];

/**
 * Whether a statement failed for its name alone, and does well without: a pooler before PostgreSQL gave the connection another
 * session, or a migration changed the columns of what it answers.
 */
export function isNameFault(error: unknown): boolean {
  return NAME_FAULTS.includes((error as { code?: string }).code ?? '');
}
