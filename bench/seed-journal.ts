/** A journal of any size for measurements: trades, notes with their passages, words and vectors, made where they are stored. */
import { openPool } from '../packages/server/src/db/database.ts';
import type { Storage } from '../packages/server/src/db/open-storage.ts';

export const USER = 'bench-user';
/** Rows a statement: each stays well under the time that statements have. */
const BATCH = 5_000;
const TOPICS = 200;
const NOISES = 997;
/** A vector's noise is put together of so many. */
const SHARES = 6;

interface Wish {
  readonly schema: string;
  readonly trades: number;
  readonly passages: number;
  /** The vectors' model. */
  readonly model: string;
}

/** What an earlier run may have left; nothing on the embedded database, whose folder is new. Its roles stay: other databases of the server may use them. */
export async function clearSchema(url: string | undefined, schema: string): Promise<void> {
  if (!url) return;
  const pool = openPool({ connection: { url }, poolSize: 1 });
  await pool.query(`DROP SCHEMA IF EXISTS "${schema}" CASCADE`);
  await pool.end();
}

/** Into an empty schema. Vectors lie about 200 topics, as those of texts do; words are as unequally common as those of a language. */
export async function seedJournal({ query }: Storage, wish: Wish): Promise<void> {
  const run = (text: string) =>
    query(
      `BEGIN; SET LOCAL search_path = "${wish.schema}", public; SET LOCAL tradistry.user_id = '${USER}'; ${text}; COMMIT`,
    );
  await run(`INSERT INTO users (user_id, time_zone) VALUES ('${USER}', 'UTC');
    INSERT INTO accounts (user_id, id, name) VALUES ('${USER}', gen_random_uuid(), 'Main')`);
  await eachBatch(wish.trades, (count) => run(trades(count)));
  await run(
    `${randomVectors('bench_topics', TOPICS, 1)}; ${randomVectors('bench_noise', NOISES, 1.2 / Math.sqrt(SHARES))}`,
  );
  await eachBatch(wish.passages, (count) => run(notes(count)));
  await eachBatch(wish.passages, (count) => run(vectors(count, wish.model)));
  await run('DROP TABLE bench_topics, bench_noise; DELETE FROM passage_outbox');
  for (const table of ['trades', 'notes', 'passages', 'passage_words', 'passage_vectors']) {
    await query(`ANALYZE "${wish.schema}".${table}`);
  }
}

async function eachBatch(total: number, work: (count: number) => Promise<unknown>): Promise<void> {
  for (let left = total; left > 0; left -= BATCH) await work(Math.min(BATCH, left));
}

function trades(count: number): string {
  return `INSERT INTO trades (user_id, id, unit, account_id, asset_class, symbol, underlying, side, status, quantity, entry_time,
      exit_time, entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency)
    SELECT '${USER}', gen_random_uuid(), 'trade', (SELECT id FROM accounts LIMIT 1), 'stock', 'S' || s, 'S' || s, 'long', 'closed', 10,
      t - interval '1 hour', t, 100, 101, 1, p, 1, p - 1, 'USD'
    FROM (SELECT floor(random() * 200)::int AS s, now() - random() * interval '1500 days' AS t, round((random() * 200 - 98)::numeric, 2) AS p
      FROM generate_series(1, ${count})) made`;
}

function notes(count: number): string {
  const words = `(SELECT string_agg(CASE WHEN random() < 0.35
      THEN (ARRAY['stop','chased','open','waited','plan','losers','entry','exit','overnight','setup','rules','nervous','size','level'])[1 + floor(random() * 14)]
      ELSE 'term' || floor(4000 * random() ^ 3) END, ' ') FROM generate_series(1, 45) WHERE g > 0)`;
  return `WITH made AS (
      INSERT INTO notes (user_id, id, text, date, symbols)
      SELECT '${USER}', gen_random_uuid(), ${words}, current_date - floor(random() * 1500)::int, ARRAY['S' || floor(random() * 200)]
      FROM generate_series(1, ${count}) g RETURNING user_id, id, text, date, symbols)
    INSERT INTO passages (user_id, kind, note_id, piece, text, date, symbols, words)
    SELECT user_id, 'note', id, 0, text, date, symbols,
      tsvector_to_array(to_tsvector('english', text)) || ('$' || symbols[1]) FROM made`;
}

function randomVectors(table: string, count: number, length: number): string {
  return `CREATE TABLE ${table} AS SELECT g AS id,
    (SELECT array_agg((random() - 0.5) * ${length}) FROM generate_series(1, 384) d WHERE g >= 0)::vector AS vector
    FROM generate_series(0, ${count - 1}) g`;
}

// Each of its topic and of some noises, as good as drawn for it: drawing 384 random numbers for each took most of the time.
function vectors(count: number, model: string): string {
  const shares = Array.from({ length: SHARES }, (_, n) => n);
  const noises = shares.map(
    (n) => `JOIN bench_noise n${n} ON n${n}.id = abs(hashint8(u.id * ${SHARES} + ${n})::bigint) % ${NOISES}`,
  );
  return `WITH unread AS (SELECT id, kind, date FROM passages WHERE model IS NULL ORDER BY id LIMIT ${count}),
    made AS (INSERT INTO passage_vectors (user_id, passage_id, model, kind, date, vector)
      SELECT '${USER}', u.id, '${model}', u.kind, u.date,
        l2_normalize((t.vector + ${shares.map((n) => `n${n}.vector`).join(' + ')})::halfvec)
      FROM unread u JOIN bench_topics t ON t.id = u.id % ${TOPICS} ${noises.join(' ')} RETURNING passage_id)
    UPDATE passages SET model = '${model}' WHERE user_id = '${USER}' AND id IN (SELECT passage_id FROM made)`;
}
