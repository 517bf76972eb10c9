/** "My top 5 trades", "the 3 biggest losers": single trades by their result. */
import { RANKED_TRADES } from './intent-phrases.ts';
import { readNumber } from './numbers.ts';
import type { Ranking } from './reading.ts';

/** So many are shown where no number was said. */
const USUAL = 5;

/** How many, and from which end; null where the question asks for no such thing. */
export function readRankedTrades(question: string): { count: number; ranking: Ranking } | null {
  const match = RANKED_TRADES.exec(question.toLowerCase());
  if (!match) return null;
  const [, wordBefore, countAfter, kindA = '', nounA = '', countBefore, wordAfter, kindB = '', nounB = ''] = match;
  const isWorst = /worst|bottom|least/.test(wordBefore ?? wordAfter ?? '') || /los/.test(kindA + nounA + kindB + nounB);
  return {
    count: toCount(countAfter ?? countBefore),
    ranking: { metric: 'pnl', direction: isWorst ? 'asc' : 'desc' },
  };
}

/** A list of more would be no list of the best. */
const MOST = 99;

function toCount(said: string | undefined): number {
  return said === undefined ? USUAL : Math.min(MOST, Math.max(1, readNumber(said)));
}
