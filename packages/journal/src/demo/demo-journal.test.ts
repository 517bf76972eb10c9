/** The demo: the same every time, sound, and with its stories in it whenever it ends. */
import { expect, test } from 'vitest';
import { matchExecutions } from '../matching/match-executions.ts';
import type { MatchedTrade } from '../types.ts';
import { type DemoJournal, makeDemoJournal } from './demo-journal.ts';

const ENDS = ['2026-11-20', '2026-11-21', '2025-12-31', '2024-02-29', '2027-07-05'];

function tradesOf(journal: DemoJournal): MatchedTrade[] {
  return journal.accounts.flatMap(({ executions }) => {
    const { trades, review } = matchExecutions(
      executions.map((one) => ({ ...one, id: one.dedupeKey })),
      { method: 'fifo' },
    );
    expect(review).toEqual([]);
    return trades.filter(({ unit }) => unit === 'trade');
  });
}

test('the same options make the same journal', () => {
  const options = { endDay: '2026-11-20', timeZone: 'Europe/Berlin' };
  expect(makeDemoJournal(options)).toEqual(makeDemoJournal(options));
});

test.each(ENDS)('a year that ends on %s is plausible and has its stories', (endDay) => {
  const journal = makeDemoJournal({ endDay, timeZone: 'America/New_York' });
  const trades = tradesOf(journal);
  expect(trades.length).toBeGreaterThan(340);
  expect(trades.length).toBeLessThan(460);
  expect(trades.filter(({ status }) => status === 'open').length).toBeGreaterThan(0);
  expect(new Set(trades.map(({ instrument }) => instrument.assetClass))).toEqual(
    new Set(['stock', 'option', 'future']),
  );
  const kinds = new Set(journal.accounts.flatMap(({ executions }) => executions.map(({ kind }) => kind)));
  expect(kinds).toEqual(new Set(['fill', 'expiry', 'assignment', 'delivery']));
  const tagged = (tag: string) => {
    const openings = new Set(journal.marks.filter(({ tags }) => tags.includes(tag)).map(({ opening }) => opening));
    return trades.filter(({ executionIds }) => openings.has(executionIds[0] ?? ''));
  };
  const net = (group: readonly MatchedTrade[]) => group.reduce((sum, { netPnl }) => sum + Number(netPnl), 0);
  expect(net(tagged('fomo'))).toBeLessThan(-1000);
  expect(net(tagged('revenge'))).toBeLessThan(-500);
  expect(net(tagged('averaging-down'))).toBeLessThan(-500);
  expect(net(tagged('orb'))).toBeGreaterThan(1000);
});

test('all fills fall on weekdays, within the year, in market hours', () => {
  const { accounts } = makeDemoJournal({ endDay: '2026-11-20', timeZone: 'UTC' });
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone: 'America/New_York',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  for (const { time, kind } of accounts.flatMap(({ executions }) => executions)) {
    expect(clock.format(new Date(time))).toMatch(
      kind === 'fill' ? /^(Mon|Tue|Wed|Thu|Fri)\D+(09:[345]|1[0-5]:)/ : /^(Thu|Fri)\D+17:00/,
    );
    expect(time >= '2025-11-20' && time < '2026-11-21').toBe(true);
  }
});

test('every mark and every note about a trade is about one that exists', () => {
  const journal = makeDemoJournal({ endDay: '2026-11-20', timeZone: 'UTC' });
  const openings = new Set(tradesOf(journal).map(({ executionIds }) => executionIds[0]));
  expect(journal.marks.every(({ opening }) => openings.has(opening))).toBe(true);
  const about = journal.notes.flatMap(({ trade }) => trade ?? []);
  expect(about.every(({ opening }) => openings.has(opening))).toBe(true);
  expect(journal.notes.length).toBeGreaterThan(130);
  expect(new Set(journal.notes.map(({ text }) => text)).size).toBe(journal.notes.length);
  expect(journal.playbooks).toHaveLength(5);
});
