/** The demo journal's notes, playbooks, tags and setups: what does not come in as executions. */
import { randomUUID } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { DemoStore, DemoTrade, DemoWords } from '../journal/demo-ports.ts';
import type { Database, Tx } from './database.ts';
import { unnest } from './unnest.ts';

export function createDemoStore(database: Database): DemoStore {
  return {
    getState: (userId) => database.asUser(userId, (tx) => getState(tx, userId)),
    addWords: (userId, words) =>
      database.asUser(userId, async (tx) => {
        await addNotes(tx, userId, words.notes);
        await addTags(tx, userId, words.trades);
        await addDetails(tx, userId, words.trades);
        await addPlaybooks(tx, userId, words.playbooks);
      }),
    removeWords: (userId) => database.asUser(userId, (tx) => removeWords(tx, userId)),
  };
}

async function getState(tx: Tx, userId: string): Promise<'none' | 'partial' | 'whole'> {
  const { rows } = await sql<{ accounts: boolean; notes: boolean }>`SELECT
    EXISTS (SELECT 1 FROM accounts WHERE user_id = ${userId} AND demo) AS accounts,
    EXISTS (SELECT 1 FROM notes WHERE user_id = ${userId} AND demo)
      OR EXISTS (SELECT 1 FROM playbooks WHERE user_id = ${userId} AND demo) AS notes`.execute(tx);
  const [found] = rows;
  if (found?.accounts && found.notes) return 'whole';
  return found?.accounts || found?.notes ? 'partial' : 'none';
}

/** The trade (flat to flat) that begins with the execution `given.opening`. */
const TRADE_OF_OPENING = sql`(SELECT t.id FROM trade_executions x
  JOIN trades t ON t.user_id = x.user_id AND t.id = x.trade_id AND t.unit = 'trade'
  JOIN executions e ON e.user_id = x.user_id AND e.id = x.execution_id
  WHERE x.execution_id = given.opening ORDER BY (t.entry_time = e.time) DESC, t.id LIMIT 1)`;

async function addNotes(tx: Tx, userId: string, notes: DemoWords['notes']): Promise<void> {
  const given = rowsOf(
    ['id', 'text', 'date', 'opening', 'symbols', 'tags'],
    [
      ['uuid', notes.map(() => randomUUID())],
      ['text', notes.map((note) => note.text)],
      ['date', notes.map((note) => note.date)],
      ['uuid', notes.map((note) => note.openingId)],
      ['jsonb', notes.map((note) => JSON.stringify(note.symbols))],
      ['jsonb', notes.map((note) => JSON.stringify(note.tags))],
    ],
  );
  await sql`INSERT INTO notes (user_id, id, text, date, trade_id, symbols, tags, demo)
    SELECT ${userId}::text, id, text, date, ${TRADE_OF_OPENING}, ARRAY(SELECT jsonb_array_elements_text(symbols)),
      ARRAY(SELECT jsonb_array_elements_text(tags)), true FROM ${given}`.execute(tx);
}

async function addTags(tx: Tx, userId: string, trades: readonly DemoTrade[]): Promise<void> {
  const tags = trades.flatMap(({ openingId, tags }) => tags.map((tag) => ({ openingId, tag })));
  const given = rowsOf(
    ['opening', 'tag'],
    [
      ['uuid', tags.map((one) => one.openingId)],
      ['text', tags.map((one) => one.tag)],
    ],
  );
  await sql`INSERT INTO trade_tags (user_id, trade_id, tag)
    SELECT ${userId}::text, found.id, tag FROM ${given}, LATERAL (SELECT ${TRADE_OF_OPENING} AS id) AS found
    WHERE found.id IS NOT NULL ON CONFLICT DO NOTHING`.execute(tx);
}

async function addDetails(tx: Tx, userId: string, trades: readonly DemoTrade[]): Promise<void> {
  const given = rowsOf(
    ['opening', 'setup', 'initial_stop'],
    [
      ['uuid', trades.map((trade) => trade.openingId)],
      ['text', trades.map((trade) => trade.setup)],
      ['numeric', trades.map((trade) => trade.initialStop)],
    ],
  );
  await sql`INSERT INTO trade_details (user_id, trade_id, setup, initial_stop)
    SELECT ${userId}::text, found.id, setup, initial_stop FROM ${given}, LATERAL (SELECT ${TRADE_OF_OPENING} AS id) AS found
    WHERE found.id IS NOT NULL ON CONFLICT DO NOTHING`.execute(tx);
}

/** A playbook of the user's own under the same name stays as it is. */
async function addPlaybooks(tx: Tx, userId: string, playbooks: DemoWords['playbooks']): Promise<void> {
  const given = rowsOf(
    ['id', 'name', 'text', 'tags'],
    [
      ['uuid', playbooks.map(() => randomUUID())],
      ['text', playbooks.map((playbook) => playbook.name)],
      ['text', playbooks.map((playbook) => playbook.text)],
      ['jsonb', playbooks.map((playbook) => JSON.stringify(playbook.tags))],
    ],
  );
  await sql`INSERT INTO playbooks (user_id, id, name, text, tags, demo)
    SELECT ${userId}::text, id, name, text, ARRAY(SELECT jsonb_array_elements_text(tags)), true FROM ${given}
    ON CONFLICT DO NOTHING`.execute(tx);
}

function rowsOf(names: readonly string[], columns: Parameters<typeof unnest>[0]): RawBuilder<unknown> {
  return sql`${unnest(columns)} AS given (${sql.join(names.map((name) => sql.ref(name)))})`;
}

async function removeWords(tx: Tx, userId: string): Promise<void> {
  const ofDemo = sql`trade_id IN (SELECT t.id FROM trades t JOIN accounts a ON a.user_id = t.user_id AND a.id = t.account_id
    WHERE t.user_id = ${userId} AND a.demo)`;
  await sql`DELETE FROM trade_tags WHERE user_id = ${userId} AND ${ofDemo}`.execute(tx);
  await sql`DELETE FROM trade_details WHERE user_id = ${userId} AND ${ofDemo}`.execute(tx);
  await sql`DELETE FROM notes WHERE user_id = ${userId} AND demo`.execute(tx);
  await sql`DELETE FROM playbooks WHERE user_id = ${userId} AND demo`.execute(tx);
}
