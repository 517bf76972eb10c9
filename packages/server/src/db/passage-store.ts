/** Passages as they are kept: things loaded to be cut, pieces written with their words, vectors beside them. */
import type { PassageKind } from '@tradistry/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { CutThing, PassageStore, ThingKey, UnreadPassage } from '../rag/passage-ports.ts';
import type { Database, Tx } from './database.ts';
import { loadThings } from './load-things.ts';
import { unnest } from './unnest.ts';
import { toVectorText } from './vector-text.ts';

/** The column that names what a passage is a piece of. */
const COLUMNS: Record<PassageKind, string> = {
  note: 'note_id',
  trade: 'trade_id',
  playbook: 'playbook_id',
  question: 'message_id',
  answer: 'message_id',
};

interface Options {
  readonly database: Database;
  /** That of the server, for users who set none. */
  readonly timeZone: string;
  /** The version of the traders' terms that things are cut by. */
  readonly terms: number;
}

export function createPassageStore({ database, timeZone, terms }: Options): PassageStore {
  return {
    noteOlderTerms: () => database.asSystem((tx) => noteOlderTerms(tx, terms)),
    readOutbox: (limit) => database.asSystem((tx) => readOutbox(tx, limit)),
    // Its policy leaves nothing of others.
    readOutboxOf: (userId, limit) => database.asUser(userId, (tx) => readOutbox(tx, limit)),
    loadThings: (userId, keys) => database.asReader(userId, (tx) => loadThings(tx, { userId, keys, timeZone })),
    writeThings: (userId, things, done) =>
      database.asUser(userId, async (tx) => {
        for (const thing of things) await writeThing(tx, { userId, terms }, thing);
        await takeOff(tx, userId, done);
      }),
    findUnread: (model, limit) => database.asSystem((tx) => findUnread(tx, model, limit)),
    loadUnread: (userId, ids) =>
      database.asUser(userId, async (tx) => {
        const { rows } = await sql<UnreadPassage>`SELECT id::text AS id, text, symbols, tags FROM passages
          WHERE user_id = ${userId} AND id = ANY(${ids}::bigint[])`.execute(tx);
        return rows;
      }),
    writeVectors: (userId, model, read) => database.asUser(userId, (tx) => writeVectors(tx, model, read)),
    countRead: (model) => database.asSystem((tx) => countRead(tx, model)),
  };
}

async function readOutbox(tx: Tx, limit: number) {
  const { rows } = await sql<{ userId: string; kind: PassageKind; id: string; stamp: string }>`
    SELECT user_id AS "userId", kind, source_id AS id, stamp::text AS stamp FROM passage_outbox
    ORDER BY stamp LIMIT ${limit}`.execute(tx);
  return rows;
}

async function noteOlderTerms(tx: Tx, terms: number): Promise<void> {
  await sql`INSERT INTO passage_outbox (user_id, kind, source_id)
    SELECT DISTINCT user_id, kind, coalesce(note_id, trade_id, playbook_id, message_id) FROM passages WHERE terms < ${terms}
    ON CONFLICT (user_id, kind, source_id) DO NOTHING`.execute(tx);
}

/** One statement a thing: pieces that say the same stay, with their vectors; the others are made anew. */
async function writeThing(
  tx: Tx,
  { userId, terms }: { userId: string; terms: number },
  thing: CutThing,
): Promise<void> {
  const column = sql.ref(COLUMNS[thing.kind]);
  const given = sql`${unnest([
    ['int', thing.pieces.map((_, n) => n)],
    ['text', thing.pieces.map(({ text }) => text)],
    ['jsonb', thing.pieces.map(({ marks }) => JSON.stringify(marks))],
  ])} AS given (piece, text, marks)`;
  const words = sql`ARRAY(SELECT w FROM unnest(tsvector_to_array(to_tsvector('english', given.text || ' ' || ${about(thing)}))) AS w
      WHERE length(w) <= 64 UNION SELECT jsonb_array_elements_text(given.marks))`;
  const wanted = sql`SELECT given.piece, given.text, ${words} AS words FROM ${given}`;
  const same = sql`p.user_id = ${userId} AND p.${column} = ${thing.id}`;
  await sql`DELETE FROM passages p WHERE ${same} AND NOT EXISTS (SELECT 1 FROM (${wanted}) w WHERE p.terms = ${terms} AND ${isSame(thing)})`.execute(
    tx,
  );
  if (thing.pieces.length === 0) return;
  await sql`INSERT INTO passages (user_id, kind, ${column}, session_id, piece, text, date, symbols, tags, words, terms)
    SELECT ${userId}::text, ${thing.kind}::text, ${thing.id}::uuid, ${thing.sessionId}::text, w.piece, w.text, ${thing.date}::date,
      ${thing.symbols}::text[], ${thing.tags}::text[], w.words, ${terms}::int FROM (${wanted}) w
    WHERE NOT EXISTS (SELECT 1 FROM passages p WHERE ${same} AND p.piece = w.piece) ORDER BY w.piece`.execute(tx);
}

/** Found by the words of its symbols and tags as well. */
function about({ symbols, tags }: CutThing): string {
  return [...symbols, ...tags].join(' ');
}

function isSame({ date, symbols, tags }: CutThing): RawBuilder<boolean> {
  return sql<boolean>`p.piece = w.piece AND p.text = w.text AND p.words @> w.words AND p.words <@ w.words
    AND p.date = ${date}::date AND p.symbols = ${symbols}::text[] AND p.tags = ${tags}::text[]`;
}

async function takeOff(tx: Tx, userId: string, done: readonly (ThingKey & { stamp: string })[]): Promise<void> {
  if (done.length === 0) return;
  const given = unnest([
    ['text', done.map(({ kind }) => kind)],
    ['uuid', done.map(({ id }) => id)],
    ['bigint', done.map(({ stamp }) => stamp)],
  ]);
  await sql`DELETE FROM passage_outbox o USING ${given} AS d (kind, id, stamp)
    WHERE o.user_id = ${userId} AND o.kind = d.kind AND o.source_id = d.id AND o.stamp = d.stamp`.execute(tx);
}

// Three ranges of one index: `model <> x` would read all of it.
async function findUnread(tx: Tx, model: string, limit: number) {
  const some = (where: RawBuilder<boolean>) =>
    sql`(SELECT user_id, id FROM passages WHERE ${where} ORDER BY model, user_id, id LIMIT ${limit})`;
  const { rows } = await sql<{ userId: string; ids: string[] }>`
    SELECT user_id AS "userId", array_agg(id::text) AS ids FROM (
      SELECT * FROM (${some(sql`model IS NULL`)} UNION ALL ${some(sql`model < ${model}`)} UNION ALL ${some(sql`model > ${model}`)}) u
      LIMIT ${limit}) unread GROUP BY 1`.execute(tx);
  return rows;
}

async function writeVectors(
  tx: Tx,
  model: string,
  read: readonly { id: string; text: string; vector: Float32Array }[],
): Promise<void> {
  if (read.length === 0) return;
  const given = unnest([
    ['bigint', read.map(({ id }) => id)],
    ['text', read.map(({ text }) => text)],
    ['text', read.map(({ vector }) => toVectorText(vector))],
  ]);
  await sql`SELECT keep_vectors(array_agg(id), array_agg(text), array_agg(vector), ${model})
    FROM ${given} AS g (id, text, vector)`.execute(tx);
}

async function countRead(tx: Tx, model: string) {
  const { rows } = await sql<{ done: number; total: number }>`
    SELECT count(*) FILTER (WHERE model = ${model})::int AS done, count(*)::int AS total FROM passages`.execute(tx);
  return rows[0] ?? { done: 0, total: 0 };
}
