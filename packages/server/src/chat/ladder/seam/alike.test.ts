/** Rows, items and names that begin alike, cut at each unit and gone on with exactly: the next one is no other answer. */
import { describe, expect, test } from 'vitest';
import { added } from '../../../testing/add-by-seam.ts';
import { ModelFailure } from '../../model-ports.ts';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday'];
const rows = (toRow: (n: number) => string) => Array.from({ length: 6 }, (_, n) => toRow(n)).join('\n');

const ANSWERS: Record<string, string> = {
  'a table': `Your trades:\n\n| Day | Symbol | Side | Net |\n|---|---|---|---:|\n${rows(
    (n) => `| 2026-11-0${n + 1} | SPY240119C0045${n}000 | ${n % 2 ? 'long' : 'short'} | ${n * 37 - 80}.50 |`,
  )}`,
  'a file': `As CSV:\n${rows((n) => `2026-11-26T14:3${n}:00Z;MNQZ5;BUY;1;2100${n}.25`)}`,
  'a list': rows((n) => `- **2026-0${n + 1}**: 2${n} trades, net **${n * 111 - 300}.00 USD**`),
  'items without a full stop': DAYS.map((day, n) => `- 1${n} trades closed on ${day} with a win rate of 4${n} %`).join(
    '\n',
  ),
  sections: DAYS.map((day, n) => `### ${day}\n\n- Trades: 1${n}\n- Win rate: 4${n} %\n- Net: ${n * 37}.50 USD`).join(
    '\n\n',
  ),
  'names behind each other': `You held:\n${rows(
    (n) => `SPY240119C0045${n}000 📈 SPY240119C0046${n}000 – SPY240119C0047${n}000`,
  )}`,
};

describe.each(['prefill', 'instruction'] as const)('%s', (mode) => {
  test.each(Object.keys(ANSWERS))('%s', (kind) => {
    const answer = ANSWERS[kind] ?? '';
    for (let at = 2; at < answer.length; at++) {
      const [shown, rest] = [answer.slice(0, at), answer.slice(at)];
      expect([shown.slice(-40), added(shown, rest, { mode, size: 5 })]).toEqual([shown.slice(-40), rest]);
    }
  });

  test.each([
    [
      'a sentence that was not at its end',
      'In July:\nYour win rate on Mondays was 52 % and the',
      '\nYour win rate on Mondays was 48 % and',
    ],
    ['half a row', 'July:\n| 2026-07-01 | SPY240119C0045', '\n| 2026-07-02 | SPY240119C00455000 | long | 1.00 |'],
  ])('%s, said again with other figures, is another answer', (_, shown, arrives) => {
    expect(() => added(shown, arrives, { mode, size: 5 })).toThrow(ModelFailure);
  });
});
