/** Figures of a large journal that are not there in time: the model is told so and asked at once, and the analyst waits for them. */
import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from 'vitest';
import { openPool } from '../db/database.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { dropSchema } from '../testing/test-database.ts';
import { answer } from '../testing/upstream.ts';

const url = inject('databaseUrl');
const LATE = 'still being added up';
const MANY = 50_001;
const WAIT = { timeout: 60_000, interval: 200 };

// The embedded database has one session, in which nothing can be held up alone.
describe.runIf(url)('figures of a large journal that are late', () => {
  const schema = `test_large_${randomBytes(6).toString('hex')}`;
  const pool = openPool({ connection: { url: url ?? '' }, poolSize: 1 });
  let chat: Chat;
  let holder: PoolClient;
  beforeAll(async () => {
    chat = await startChat({ DATABASE_URL: url ?? '', DATABASE_SCHEMA: schema, LLM_BREAKER_FAILURES: '0' });
    await pool.query(`SET search_path = "${schema}";
      INSERT INTO accounts (user_id, id, name) VALUES ('alice', gen_random_uuid(), 'Main');
      INSERT INTO trades (user_id, id, unit, account_id, asset_class, symbol, underlying, side, status, quantity, entry_time,
          exit_time, entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency)
        SELECT 'alice', gen_random_uuid(), 'trade', (SELECT id FROM accounts), 'stock', 'F', 'F', 'long', 'closed', 1,
          timestamptz '2025-01-06 15:00Z', timestamptz '2025-01-06 16:00Z', 1, 2, 1, 1, 0, 1, 'USD' FROM generate_series(1, ${MANY})`);
    // What they ask for is kept from here on; only what is asked for the first time is late.
    await vi.waitFor(async () => {
      await seeAnswer(await chat.ask({ message: 'Hello?' }));
      expect(lastPrompt()).not.toContain(LATE);
    }, WAIT);
  }, 90_000);
  afterAll(async () => {
    await chat.close();
    await dropSchema(pool, schema);
    await pool.end();
  });
  beforeEach(async () => {
    chat.reset();
    holder = await pool.connect();
    await holder.query(`BEGIN; LOCK TABLE "${schema}".trades IN ACCESS EXCLUSIVE MODE`);
  });
  afterEach(() => holder.release(true));

  const lastPrompt = () =>
    chat.upstream.calls
      .at(-1)
      ?.body.messages.map(({ content }) => content)
      .join('\n') ?? '';

  test('are left out of the prompt, which says so, and so is the viewer told', async () => {
    chat.upstream.script(answer('I look it up.'));
    const { text, warnings } = await seeAnswer(await chat.ask({ message: 'What was my P&L on Mondays?' }));
    await holder.query('ROLLBACK');
    expect(text).toBe('I look it up.');
    expect(warnings).toMatchObject([{ code: 'context_trimmed' }]);
    expect(lastPrompt()).toContain(LATE);
    expect(lastPrompt()).toContain(`n ${MANY}`);
  });

  test('are waited for by the analyst, who answers where no model does', async () => {
    chat.upstream.script({ status: 500 });
    const asked = chat.ask({ message: 'What was my P&L in January 2025?' });
    await vi.waitFor(() => expect(chat.upstream.calls.length).toBeGreaterThan(0), WAIT);
    await holder.query('ROLLBACK');
    const { text, done } = await seeAnswer(await asked);
    expect(done?.layer).toBe('fallback_message');
    expect(text).toContain('$50,001.00');
  });

  test('are read from sums once the job has made them', async () => {
    await holder.query('ROLLBACK');
    const count = async () =>
      (await holder.query<{ n: number }>(`SELECT n FROM "${schema}".trade_sums WHERE cut = 'all' AND level = 'month'`))
        .rows;
    await vi.waitFor(async () => expect(await count()).toEqual([{ n: MANY }]), WAIT);
    await holder.query(`UPDATE "${schema}".trade_sums SET fees = 77`);
    chat.upstream.script(answer('I see.'));
    await seeAnswer(await chat.ask({ message: 'What did I pay in fees on Mondays?' }));
    expect(lastPrompt()).toContain('77.00');
  });
});
