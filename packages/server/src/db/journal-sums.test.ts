/** Figures from sums against figures from trades, however the journal changes in between. */
import { randomUUID } from 'node:crypto';
import { Metric, TradeQuery, type TradeQueryInput } from '@tradistry/protocol';
import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { keepSums } from '../journal/keep-sums.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import type { Database } from './database.ts';
import { createJournalSums } from './journal-sums.ts';
import { createJournalVersions } from './journal-versions.ts';
import { query } from './trade-engine/made-queries.ts';
import { journal, store } from './trade-engine/made-trades.ts';
import { readRows } from './trade-engine/read-rows.ts';
import { planSums } from './trade-engine/sum-plan.ts';
import { createTradeEngine } from './trade-engine/trade-engine.ts';

/** A small group's mean has an interval that is drawn from its trades: with it, the sums would be left for them. */
const METRICS = Metric.options.filter((metric) => metric !== 'expectancy');
const NO_SCOPE = { unit: 'trade', feeBasis: 'net', timeZone: 'UTC', timeOf: 'exit' } as const;
/** What sums can tell. */
const summable = query.filter(
  ({ filters, group_by }) => planSums({ filters, groupBy: group_by, scope: NO_SCOPE }) !== null,
);
const ZONES = ['America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'] as const;
const SCOPES = fc.record({
  unit: fc.constantFrom('trade' as const, 'pair' as const, 'strategy' as const),
  fee_basis: fc.constantFrom('net' as const, 'gross' as const),
  time_zone: fc.constantFrom(...ZONES),
});
type Scope = { unit: string; fee_basis: string; time_zone: string };

/** Some trades go, some end otherwise, some come. */
const change = fc.record({
  gone: fc.integer({ min: 2, max: 9 }),
  moved: fc.integer({ min: 2, max: 9 }),
  by: fc.constantFrom('1 second', '30 minutes', '40 hours', '-3 days'),
});

async function settings(database: Database, userId: string, scope: Scope): Promise<void> {
  await database.asUser(userId, (tx) =>
    sql`INSERT INTO users (user_id, unit, fee_basis, time_zone) VALUES (${userId}, ${scope.unit}, ${scope.fee_basis}, ${scope.time_zone})
      ON CONFLICT (user_id) DO UPDATE SET unit = EXCLUDED.unit, fee_basis = EXCLUDED.fee_basis, time_zone = EXCLUDED.time_zone`.execute(
      tx,
    ),
  );
}

async function edit(
  database: Database,
  userId: string,
  { gone, moved, by }: { gone: number; moved: number; by: string },
) {
  await database.asUser(userId, async (tx) => {
    const every = (n: number) => sql`abs(hashtext(id::text)) % ${n} = 0`;
    await sql`DELETE FROM trades WHERE ${every(gone)}`.execute(tx);
    await sql`UPDATE trades SET gross_pnl = gross_pnl - 7, net_pnl = net_pnl - 7, exit_time = exit_time + ${by}::interval
      WHERE ${every(moved)}`.execute(tx);
  });
}

describeOnDatabases('sums of journals', (current, kind) => {
  const open = () => {
    const { database } = current();
    const sums = createJournalSums({ database, defaultTimeZone: 'Europe/Berlin', many: 0, atOnce: 3 });
    const engine = createTradeEngine({ database, defaultTimeZone: 'Europe/Berlin' });
    const sum = () => keepSums(sums, new AbortController().signal);
    const ask = (userId: string, input: TradeQueryInput) => engine.query(userId, TradeQuery.parse(input));
    /** The same of the trades themselves: for as long, the sums are of a zone that nobody asks for. */
    async function askTrades(userId: string, input: TradeQueryInput) {
      const hide = (by: string) =>
        database.asUser(userId, (tx) => sql`UPDATE summed_journals SET time_zone = ${sql.raw(by)}`.execute(tx));
      await hide(`'no ' || time_zone`);
      const live = await ask(userId, input);
      await hide(`substr(time_zone, 4)`);
      return live;
    }
    return { database, sum, ask, askTrades };
  };

  test('every figure of every question is the same from sums and from trades, before and after any change is summed', async () => {
    const { database, sum, ask, askTrades } = open();
    const user = `sums-${randomUUID()}`;
    await fc.assert(
      fc.asyncProperty(
        journal,
        fc.record({ scope: SCOPES, edits: change }),
        fc.array(summable, { minLength: 8, maxLength: 8 }),
        async (trades, { scope, edits }, queries) => {
          const compare = async () => {
            for (const one of queries) {
              const input = { ...one, ...scope, time_of: 'exit' as const, metrics: METRICS, limit: 1000 };
              expect(await ask(user, input)).toEqual(await askTrades(user, input));
            }
          };
          await store(database, user, trades);
          await settings(database, user, scope);
          await sum();
          await compare();
          await edit(database, user, edits);
          await compare();
          await sum();
          await compare();
        },
      ),
      { numRuns: 12, endOnFailure: true },
    );
  });

  describe('of one journal', () => {
    const scope = { unit: 'trade', fee_basis: 'net', time_zone: 'America/New_York' } as const;
    const whole = { metrics: ['pnl' as const] };
    const [trades = []] = fc.sample(
      journal.filter((made) => made.filter((one) => one.unit === 'trade' && one.exit).length > 8),
      {
        numRuns: 1,
        seed: 5,
      },
    );

    async function summed() {
      const parts = open();
      const user = `one-${randomUUID()}`;
      await store(parts.database, user, trades);
      await settings(parts.database, user, scope);
      await parts.sum();
      const asUser = (text: string) => parts.database.asUser(user, (tx) => sql.raw(text).execute(tx));
      return { ...parts, user, asUser };
    }

    test('a figure is read from them, and not from the trades', async () => {
      const { ask, asUser, user } = await summed();
      const [before] = (await ask(user, whole)).rows;
      await asUser('UPDATE trade_sums SET pnl = pnl + 1000');
      const [after] = (await ask(user, whole)).rows;
      expect(Number(after?.metrics['pnl']) - Number(before?.metrics['pnl'])).toBeGreaterThanOrEqual(1000);
    });

    test('another zone, unit or fee basis is not read from them, and with new settings they are made anew', async () => {
      const { ask, askTrades, asUser, sum, database, user } = await summed();
      await asUser('UPDATE trade_sums SET pnl = pnl + 1000');
      const elsewhere = { ...whole, time_zone: 'Asia/Tokyo', fee_basis: 'gross' as const };
      expect(await ask(user, elsewhere)).toEqual(await askTrades(user, elsewhere));
      await settings(database, user, { ...scope, time_zone: 'Asia/Tokyo' });
      expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
      await sum();
      expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
      const { rows } = await asUser('SELECT time_zone FROM summed_journals');
      expect(rows).toEqual([{ time_zone: 'Asia/Tokyo' }]);
    });

    test('a zone that is said for the first time is one that counts from then on', async () => {
      const { ask, askTrades, sum, database } = open();
      const user = `new-${randomUUID()}`;
      await store(database, user, trades);
      await sum();
      await settings(database, user, scope);
      await sum();
      expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
      const { rows } = await database.asUser(user, (tx) => sql`SELECT time_zone FROM summed_journals`.execute(tx));
      expect(rows).toEqual([{ time_zone: scope.time_zone }]);
    });

    test('two days of one month that changed count the others of it once', async () => {
      const { ask, askTrades, asUser, user } = await summed();
      await asUser(`INSERT INTO journal_changes (user_id, days)
        VALUES ('${user}', '{[2025-03-01,2025-03-02),[2025-03-20,2025-03-21)}'), ('${user}', '{[2025-11-20,2025-11-21),[2025-11-25,2025-11-26)}')`);
      const byMonth = { metrics: METRICS, group_by: ['month' as const] };
      expect(await ask(user, byMonth)).toEqual(await askTrades(user, byMonth));
    });

    test('a change while figures are read counts, though nothing had changed when they began', async () => {
      const { database, user } = await summed();
      const userScope = { unit: 'trade', feeBasis: 'net', timeZone: scope.time_zone, timeOf: 'exit' } as const;
      const plan = { filters: {}, groupBy: [], metrics: new Set<Metric>(['pnl']), scope: userScope };
      const add = (rows: readonly { n: number }[]) => rows.reduce((sum, { n }) => sum + n, 0);
      const [before, after] = await database.asUser(user, async (tx) => {
        const first = add(await readRows(tx, user, plan));
        await sql`DELETE FROM trades WHERE id = (SELECT min(id::text)::uuid FROM trades WHERE unit = 'trade' AND status = 'closed')`.execute(
          tx,
        );
        return [first, add(await readRows(tx, user, plan))];
      });
      expect(after).toBe(before - 1);
    });

    test('a contract is found beside its underlying, and either way they are written', async () => {
      const { ask, askTrades, asUser, sum, user } = await summed();
      await asUser(`INSERT INTO trades (user_id, id, unit, account_id, asset_class, symbol, underlying, side, status, quantity,
          entry_time, exit_time, entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency)
        SELECT '${user}', gen_random_uuid(), 'trade', (SELECT min(id::text)::uuid FROM accounts), 'future', contract, '/MNQ', 'long', 'closed', 1,
          t - interval '1 hour', t, 1, 1, 1, 5, 1, 4, 'USD'
        FROM (VALUES ('MNQZ5', timestamptz '2025-02-03 15:00Z'), ('MNQH6', timestamptz '2025-02-04 15:00Z')) made (contract, t)`);
      await sum();
      expect(
        (await asUser(`SELECT symbol, value FROM summed_symbols WHERE value = '/MNQ' ORDER BY symbol`)).rows,
      ).toEqual(['MNQ', 'MNQH6', 'MNQZ5'].map((symbol) => ({ symbol, value: '/MNQ' })));
      for (const [symbol, n] of [
        ['mnq', 2],
        ['/MNQ', 2],
        ['MNQZ5', 1],
        ['MNQM9', 0],
      ] as const) {
        const input = { ...whole, filters: { symbols: [symbol] } };
        const result = await ask(user, input);
        expect(result).toEqual(await askTrades(user, input));
        expect(result.n).toBe(n);
      }
    });

    test('what is forgotten of old versions does not take along what is still to be summed', async () => {
      const { ask, askTrades, asUser, database, user } = await summed();
      await asUser(
        `DELETE FROM trades WHERE id = (SELECT min(id::text)::uuid FROM trades WHERE unit = 'trade' AND status = 'closed')`,
      );
      await asUser("UPDATE accounts SET broker = 'another'");
      await createJournalVersions(database).prune();
      expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
    });

    test('the interval of a mean of thousands is the same', async () => {
      const { ask, askTrades, asUser, sum, user } = await summed();
      await asUser(`INSERT INTO trades (user_id, id, unit, account_id, asset_class, symbol, underlying, side, status, quantity,
          entry_time, exit_time, entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency)
        SELECT '${user}', gen_random_uuid(), 'trade', (SELECT min(id::text)::uuid FROM accounts), 'stock', 'A', 'A', 'long', 'closed', 1,
          t - interval '1 hour', t, 1, 1, 1, p, 0.1, p - 0.1, 'CHF'
        FROM (SELECT timestamptz '2025-01-01' + g * interval '1 hour' AS t, g * 7919 % 1009 - 500.5 AS p FROM generate_series(1, 4000) g) made`);
      await sum();
      const mean = { metrics: ['expectancy' as const], filters: { symbols: ['A'] } };
      const result = await ask(user, mean);
      expect(result.rows[0]?.intervals['expectancy']).toHaveLength(2);
      expect(result).toEqual(await askTrades(user, mean));
    });

    // The embedded database has one session: nothing is summed amid a change.
    if (kind === 'PostgreSQL')
      test('a change that is committed after its days were summed counts', async () => {
        const { ask, askTrades, asUser, sum, database, user } = await summed();
        const [began, over] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
        const changing = database.asUser(user, async (tx) => {
          await sql`UPDATE trades SET net_pnl = net_pnl + 1000, gross_pnl = gross_pnl + 1000`.execute(tx);
          began.resolve();
          await over.promise;
        });
        await began.promise;
        await asUser(`INSERT INTO journal_changes (user_id, days) VALUES ('${user}', '{[2024-01-01,2026-01-01)}')`);
        await sum();
        over.resolve();
        await changing;
        expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
        await sum();
        expect(await ask(user, whole)).toEqual(await askTrades(user, whole));
      });

    test('they go with the trades', async () => {
      const { ask, asUser, sum, user } = await summed();
      await asUser('DELETE FROM trades');
      expect((await ask(user, whole)).n).toBe(0);
      await sum();
      expect((await asUser('SELECT count(*)::int AS n FROM trade_sums')).rows).toEqual([{ n: 0 }]);
    });
  });
});
