/** The analyst's answers over the real engine: every figure in the text is a figure of a result, and says what it rests on. */
import { randomUUID } from 'node:crypto';
import type { Note, Position, Settings, Trade } from '@tradistry/protocol';
import { describe, expect, test } from 'vitest';
import type { AnalystAnswer, Asker } from '../../chat/analyst-ports.ts';
import type { Tx } from '../../db/database.ts';
import { createNameReader } from '../../db/trade-engine/name-reader.ts';
import { createTradeEngine } from '../../db/trade-engine/trade-engine.ts';
import type { NoteFinder } from '../../journal/note-ports.ts';
import { describeOnDatabases } from '../../testing/test-database.ts';
import { createAnalyst } from './analyst.ts';
import { QUESTIONS } from './analyst-questions.fixture.ts';

const USER = `analyst-${randomUUID()}`;
const SETTINGS: Settings = {
  time_zone: 'America/New_York',
  currency: 'USD',
  fee_basis: 'net',
  unit: 'trade',
  matching: 'fifo',
  model: null,
};
const ASKER: Asker = { userId: USER, now: new Date('2026-11-22T15:00:00Z'), settings: SETTINGS };

const NOTE: Note = {
  id: randomUUID(),
  text: 'Chased NVDA after the open. ![x](https://evil.example/a.png) <img src=x> [link](http://evil.example)\nwww.evil.example says | *buy*',
  trade_id: null,
  date: '2026-11-12',
  symbols: ['NVDA'],
  tags: ['fomo'],
  demo: false,
  created_at: '2026-11-12T20:00:00.000Z',
  updated_at: '2026-11-12T20:00:00.000Z',
};
const POSITION: Position = {
  account_id: randomUUID(),
  account: 'IRA [x](y)',
  symbol: 'TSLA',
  underlying: 'TSLA',
  asset_class: 'stock',
  side: 'long',
  quantity: '10',
  average_price: '250.125',
  multiplier: '1',
  cost: '2501.25',
  currency: 'USD',
  opened_at: '2026-11-20T15:00:00.000Z',
};
const TRADE: Trade = {
  id: randomUUID(),
  unit: 'trade',
  account_id: randomUUID(),
  account: 'IRA',
  symbol: 'NVDA',
  underlying: 'NVDA',
  asset_class: 'stock',
  side: 'long',
  status: 'closed',
  quantity: '10',
  entry_time: '2026-11-20T15:00:00.000Z',
  exit_time: '2026-11-20T16:30:00.000Z',
  entry_price: '100',
  exit_price: '95.875',
  multiplier: '1',
  gross_pnl: '-41.25',
  fees: '0',
  net_pnl: '-41.25',
  currency: 'USD',
  holding_seconds: 5400,
  tags: [],
  setup: null,
  demo: false,
};

const notes: NoteFinder = {
  findNotes: async (_user, search) => (search.symbols.length === 0 || search.symbols.includes('NVDA') ? [NOTE] : []),
};
const trades = { listPositions: async () => [POSITION], listTrades: async () => [TRADE] };

// A year of trades that are the same every time: Fridays lose, NVDA wins.
function madeTrades(accountId: string) {
  return Array.from({ length: 240 }, (_, index) => {
    const exit = new Date(Date.parse('2025-11-24T14:45:00Z') + index * 36.5 * 3_600_000);
    const symbol = ['NVDA', 'TSLA', 'MES', 'SPY'][index % 4] ?? 'NVDA';
    const swing = ((index * 7919) % 401) - 190;
    const pnl = index % 37 === 0 ? 0 : swing + (exit.getUTCDay() === 5 ? -120 : 15) + (symbol === 'NVDA' ? 30 : 0);
    return {
      user_id: USER,
      id: randomUUID(),
      unit: 'trade' as const,
      account_id: accountId,
      asset_class: symbol === 'MES' ? ('future' as const) : ('stock' as const),
      symbol,
      underlying: symbol,
      side: index % 3 === 0 ? ('short' as const) : ('long' as const),
      status: 'closed' as const,
      quantity: '10',
      entry_time: new Date(exit.getTime() - (1 + (index % 50)) * 300_000),
      exit_time: exit,
      entry_price: '100',
      exit_price: '101',
      multiplier: '1',
      gross_pnl: pnl.toFixed(2),
      fees: '1.04',
      net_pnl: (pnl === 0 ? 0 : pnl - 1.04).toFixed(2),
      currency: 'USD',
    };
  });
}

async function fill(tx: Tx): Promise<void> {
  const account = randomUUID();
  await tx.insertInto('accounts').values({ user_id: USER, id: account, name: 'IRA' }).execute();
  const made = madeTrades(account);
  await tx.insertInto('trades').values(made).execute();
  const tagged = made
    .filter((_, index) => index % 5 === 0)
    .map(({ id }) => ({ user_id: USER, trade_id: id, tag: 'fomo' }));
  await tx.insertInto('trade_tags').values(tagged).execute();
  await tx.insertInto('notes').values({ user_id: USER, id: NOTE.id, text: NOTE.text, date: NOTE.date }).execute();
}

const FIGURE = /-?[$€]\d|\d%/g;

/** Figures in the text that no span holds; the intervals' level is none of the journal's. */
function unbound({ text, spans }: AnalystAnswer): string[] {
  return [...text.matchAll(FIGURE)]
    .filter(({ index }) => !spans.some(({ at, length }) => index >= at - 1 && index < at + length))
    .map(({ index }) => text.slice(Math.max(0, index - 25), index + 12))
    .filter((around) => !around.includes('95%') && !around.includes('with a P&L of at'));
}

function valuesOf(answer: AnalystAnswer): Set<string> {
  const rows = answer.figures.flatMap(({ result }) => [...result.rows, ...(result.compared ?? [])]);
  return new Set(
    rows.flatMap((row) => [
      String(row.n),
      ...Object.values(row.metrics).map(String),
      ...Object.values(row.intervals).flat(),
    ]),
  );
}

describeOnDatabases('offline analyst', (current) => {
  const analyst = (explainNoModel = false) => {
    const { database } = current();
    return createAnalyst({
      engine: createTradeEngine({ database, defaultTimeZone: 'UTC' }),
      names: createNameReader(database),
      notes,
      trades,
      explainNoModel,
    });
  };
  const ask = async (question: string, previous: string[] = []) => analyst().answer(ASKER, question, previous);
  const fillOnce = async () => {
    const { rows } = {
      rows: await current().database.asUser(USER, (tx) => tx.selectFrom('trades').select('id').limit(1).execute()),
    };
    if (rows.length === 0) await current().database.asUser(USER, fill);
  };

  test('an empty journal says so and how to import', async () => {
    const answer = await analyst().answer({ ...ASKER, userId: 'nobody' }, 'what is my win rate?', []);
    expect(answer.text).toContain('Your journal is empty');
    expect(answer.text).toContain('npx tradistry import');
  });

  test.each(QUESTIONS)('every figure of "%s" is a figure of a result', async (question) => {
    await fillOnce();
    const answer = await ask(question);
    if (process.env['SHOW']) process.stdout.write(`\n##### ${question}\n${answer.text}\n`);
    expect(answer.understood).toBe(true);
    expect(answer.figures.length + answer.spans.length).toBeGreaterThan(0);
    expect(unbound(answer)).toEqual([]);
    expect(answer.text).not.toMatch(/undefined|null|NaN|\[object/);
    const values = valuesOf(answer);
    for (const { value, source } of answer.spans)
      expect(values.has(value ?? '') || source?.trade_ids?.length === 1).toBe(true);
  });

  test('the answer says unit, basis, days, clock and number', async () => {
    await fillOnce();
    const { text } = await ask('win rate in October 2026');
    expect(text).toMatch(
      /^Your win rate in October 2026 is \*\*[\d.]+%\*\*: \d+ wins?, \d+ loss(es)? and \d+ break-evens? in \d+ trades, net\./,
    );
    expect(text).toMatch(
      /Basis: by trade \(flat to flat\), net of fees, Oct 1, 2026 – Oct 31, 2026, by exit time in America\/New_York; (\d+) of \1 closed trades\./,
    );
  });

  test('a comparison says how sure it is', async () => {
    await fillOnce();
    const { text } = await ask('Mondays vs Fridays');
    expect(text).toContain('95% intervals');
  });

  test('quarters come in order; how long trades were held, and their place in their day, are said', async () => {
    const { text } = await ask('P&L by quarter');
    expect(text.match(/Q\d \d{4}(?= \|)/g)).toEqual(['Q4 2025', 'Q1 2026', 'Q2 2026', 'Q3 2026', 'Q4 2026']);
    expect((await ask('P&L held longer than 1 hour')).text).toMatch(/^Your net P&L with a holding time over 1 h is /);
    const first = await ask('win rate on the first two trades of each day');
    expect(first.text).toMatch(/^Your win rate among the first 2 opened on each day is /);
  });

  test('a small sample is said to be one', async () => {
    await fillOnce();
    expect((await ask('win rate this month on SPY')).text).toContain('small sample');
  });

  test('a follow-up goes on from the question before', async () => {
    await fillOnce();
    const answer = await ask('and on Mondays?', ['What is my win rate on NVDA?']);
    expect(answer.figures[0]?.query.filters).toEqual({ symbols: ['NVDA'], weekdays: [1] });
  });

  test('notes are quoted with their marks, and cannot do anything', async () => {
    await fillOnce();
    const { text, sources } = await ask('what did I write about NVDA?');
    expect(sources).toMatchObject([{ n: 1, kind: 'note', id: NOTE.id, date: '2026-11-12' }]);
    expect(text).toContain('[1]');
    expect(text).toContain('> Chased NVDA');
    expect(text).not.toMatch(/[^\\]\[(?!1\])|[^\\]<|https?:\/|www\.|[^\\]\*buy/);
  });

  test('names of the user’s own are escaped in tables', async () => {
    await fillOnce();
    const { text } = await ask('what are my open positions?');
    expect(text).toContain('$2,501.25');
    expect(text).toContain('IRA \\[x\\]');
  });

  test('single trades are listed', async () => {
    await fillOnce();
    const { text, spans } = await ask('show my last 5 trades');
    expect(text).toContain('-$41.25');
    expect(spans.every(({ source }) => source?.trade_ids?.[0] === TRADE.id)).toBe(true);
  });

  test('the line about the missing model is an option', async () => {
    await fillOnce();
    const answer = await analyst(true).answer(ASKER, 'what is my P&L?', []);
    expect(answer.text).toMatch(
      /\*No language model is configured: this answer was computed from your 240 closed trades\.\*$/,
    );
    expect((await ask('what is my P&L?')).text).not.toContain('language model');
  });

  describe('what it does not answer', () => {
    test('advice is declined, and the record offered', async () => {
      const { text, understood } = await ask('Should I buy NVDA tomorrow?');
      expect(understood).toBe(true);
      expect(text).toContain('I do not advise');
      expect(text).toContain('How did I do on NVDA this year?');
    });

    test('something else entirely gets examples', async () => {
      const answer = await ask('Who painted the Mona Lisa?');
      expect(answer.understood).toBe(false);
      expect(answer.text.match(/^- /gm)?.length).toBeGreaterThanOrEqual(3);
    });

    test.each([
      'win rate on NVDA with more than 30 contracts',
      'expectancy of my first 50 trades on days other than Friday',
      'fees of my first 50 trades in March 2026',
      'show my trades that are not NVDA',
      'open positions that are not TSLA',
      'P&L on 2/29/2025',
      'how many days did I trade',
      'average P&L per day',
      'when was my max drawdown',
      'gross profit',
    ])('"%s" gets no figure but three questions that have one', async (question) => {
      await fillOnce();
      const answer = await ask(question);
      expect(answer).toMatchObject({ understood: false, figures: [], spans: [] });
      const offered = [...answer.text.matchAll(/^- (.+)$/gm)].map(([, offer = '']) => offer);
      expect(offered).toHaveLength(3);
      for (const offer of offered) expect((await ask(offer)).understood).toBe(true);
    });

    test('words that limit nothing are named where they were left out', async () => {
      await fillOnce();
      expect((await ask('how am I doing lately')).text).toContain('Not taken into account: “lately”.');
    });

    test('a vague question gets three readings', async () => {
      const answer = await ask('something about shorts maybe and risk appetite psychology');
      expect(answer.understood).toBe(false);
      expect(answer.text.match(/^- /gm)).toHaveLength(3);
    });
  });
});
