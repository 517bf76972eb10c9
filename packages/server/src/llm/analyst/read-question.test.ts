/** Questions to readings, on their own and after earlier ones; periods in the asker's zone; typos. */
import { describe, expect, test } from 'vitest';
import type { JournalNames } from '../../journal/trade-ports.ts';
import { createDayIn } from './calendar.ts';
import { isOneSlip } from './question-text.ts';
import { readQuestion } from './read-question.ts';
import { NOTHING_READ, type Reading } from './reading.ts';
import { READINGS_1 } from './readings-1.fixture.ts';
import { READINGS_2 } from './readings-2.fixture.ts';
import { READINGS_3 } from './readings-3.fixture.ts';
import { CONDITIONS, DOUBTS, LEFT_OUT, ORDINARY } from './readings-4.fixture.ts';
import { NOT_KNOWN, ONCE_MISREAD } from './readings-5.fixture.ts';

const NAMES: JournalNames = {
  symbols: ['NVDA', 'TSLA', 'AAPL', 'MES', 'MESH5', 'SPY', 'F'],
  accounts: ['IRA', 'Margin'],
  tags: ['fomo', 'revenge trading', 'news'],
  setups: ['breakout', 'gap'],
  hasTrades: true,
  hasManyTrades: false,
};
const TODAY = '2026-11-22';

function read(question: string, today = TODAY): Reading {
  const said = question.split(' || ');
  return readQuestion(said.at(-1) ?? '', { names: NAMES, today }, said.slice(0, -1));
}

describe('reading a question', () => {
  test.each([...READINGS_1, ...READINGS_2, ...READINGS_3])('%s', (question, expected) => {
    const { assumptions, ...reading } = read(question);
    expect(assumptions.join(' ')).not.toContain('Not taken into account');
    const { assumptions: _none, ...nothing } = NOTHING_READ;
    expect(reading).toEqual({ ...nothing, ...expected });
  });

  test.each(CONDITIONS)('%s', (question, expected) => {
    const { filters, compareWith, doubt } = read(question);
    expect({ filters, compareWith, doubt }).toEqual({ compareWith: null, doubt: null, ...expected });
  });

  test.each(DOUBTS)('"%s" gets no figure: %s', (question, reason) => {
    expect(read(question).doubt?.said).toContain(reason);
  });

  test.each(ONCE_MISREAD)('%s, as it is meant', (question, expected) => {
    const reading = read(question);
    expect(reading.doubt).toBeNull();
    expect(reading).toMatchObject(expected);
    for (const key of ['filters', 'compareWith'] as const)
      if (expected[key]) expect(reading[key]).toEqual(expected[key]);
  });

  test.each(NOT_KNOWN)('"%s" asks for what is not known', (question, said) => {
    expect(read(question).doubt?.said).toContain(said);
  });

  test.each(LEFT_OUT)('"%s" is answered without "%s", and says so', (question, words) => {
    const { doubt, assumptions } = read(question);
    expect(doubt).toBeNull();
    expect(assumptions).toContain(`Not taken into account: “${words}”.`);
  });

  test.each(ORDINARY)('"%s" is an ordinary question', (question) => {
    const { intent, doubt, assumptions } = read(question);
    expect(intent).not.toBe('unknown');
    expect(doubt).toBeNull();
    expect(assumptions.join(' ')).not.toContain('Not taken into account');
  });

  test('a follow-up to a question in doubt does not take up its filters', () => {
    expect(read('win rate on NVDA with more than 30 contracts || and on Mondays?').filters).toEqual({
      weekdays: [1],
    });
  });

  test.each([
    ['how did I do on Friday?', '"Friday" is read as the most recent one'],
    ['P&L in the morning', 'The morning is read as the hours before 12:00.'],
    ['P&L on 3/4/2026', 'month/day/year'],
    ['P&L without fomo trades', 'Trades cannot be left out by that'],
    ['win rate before 10:30', 'Hours are counted whole'],
  ])('"%s" says how it was read', (question, said) => {
    expect(read(question).assumptions.join(' ')).toContain(said);
  });

  test.each([
    ['this month', '2026-03-01', { from: '2026-03-01', to: '2026-03-01' }],
    ['last month', '2026-03-31', { from: '2026-02-01', to: '2026-02-28' }],
    ['last month', '2024-03-31', { from: '2024-02-01', to: '2024-02-29' }],
    ['last week', '2026-01-01', { from: '2025-12-22', to: '2025-12-28' }],
    ['last quarter', '2026-02-10', { from: '2025-10-01', to: '2025-12-31' }],
    ['in December', '2026-01-05', { from: '2025-12-01', to: '2025-12-31' }],
    ['in Q4', '2026-01-05', { from: '2025-10-01', to: '2025-12-31' }],
    ['last 3 months', '2026-05-31', { from: '2026-03-01', to: '2026-05-31' }],
    ['since June 1', '2026-05-20', { from: '2025-06-01', to: '2026-05-20' }],
    ['from November to January', '2026-03-01', { from: '2025-11-01', to: '2026-01-31' }],
    ['on 25/4/2026', TODAY, { from: '2026-04-25', to: '2026-04-25' }],
    ['on February 29', '2026-03-01', undefined],
  ])('"%s" asked on %s', (question, today, period) => {
    expect(read(`P&L ${question}`, today).filters.period).toEqual(period);
  });

  test('today is the asker’s day, also across a change of the clock', () => {
    const dayIn = createDayIn();
    expect(dayIn('America/New_York', new Date('2026-11-01T03:59:00Z'))).toBe('2026-10-31');
    expect(dayIn('America/New_York', new Date('2026-11-02T04:59:00Z'))).toBe('2026-11-01');
    expect(dayIn('Asia/Tokyo', new Date('2026-11-01T15:00:00Z'))).toBe('2026-11-02');
  });

  test('only obvious slips are put right', () => {
    expect(isOneSlip('expectency', 'expectancy')).toBe(true);
    expect(isOneSlip('drawdwon', 'drawdown')).toBe(true);
    expect(isOneSlip('trade', 'trades')).toBe(false);
    expect(isOneSlip('loses', 'closes')).toBe(false);
  });

  test('hostile and endless questions end, and read as nothing', () => {
    for (const text of [
      'a'.repeat(32_000),
      '('.repeat(2000),
      'from '.repeat(4000),
      'last '.repeat(4000),
      '1/'.repeat(4000),
      '\u0000\ud800',
    ]) {
      expect(read(text).intent).toMatch(/unknown|overview|help/);
    }
  });
});
