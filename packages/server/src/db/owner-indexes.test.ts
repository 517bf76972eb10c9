/** An owner of many vectors has an index of their own: it finds what comparing all finds, and is nobody else's. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { keepIndexes } from '../rag/keep-indexes.ts';
import { createPassageKeeper } from '../rag/passage-keeper.ts';
import type { Bounds } from '../rag/passage-ports.ts';
import type { Embedder } from '../rag/ports.ts';
import { dropSchema } from '../testing/test-database.ts';
import { wordVector } from '../testing/word-vector.ts';
import { createDatabase, type Database, openPool } from './database.ts';
import { migrate } from './migrate.ts';
import { createNoteStore } from './note-store.ts';
import { createOwnerIndexes } from './owner-indexes.ts';
import { createPassageSearch } from './passage-search.ts';
import { createPassageStore } from './passage-store.ts';

const url = inject('databaseUrl');
const schema = `t_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
const never = new AbortController().signal;
const embedder: Embedder = {
  model: "o'model",
  dimensions: () => 64,
  embed: async (texts) => texts.map(wordVector),
  close: async () => undefined,
};
const OWNER = "o'wner \\ of many";

describe.skipIf(!url)('an index of one owner', () => {
  let pool: pg.Pool;
  let database: Database;
  beforeAll(async () => {
    pool = openPool({ connection: { url: url ?? '' }, poolSize: 4 });
    await migrate(pool, schema);
    database = createDatabase(pool, schema);
    const notes = createNoteStore(database);
    for (let n = 0; n < 60; n++) {
      await notes.createNote(OWNER, {
        text: `Note ${n} of symbol${n % 7} and level${n % 11}.`,
        date: `2026-01-${String((n % 28) + 1).padStart(2, '0')}`,
        symbols: [],
        tags: [],
      });
    }
    await notes.createNote('small', { text: 'One note of symbol3.', date: '2026-01-01', symbols: [], tags: [] });
    const store = createPassageStore({ database, timeZone: 'UTC', terms: 1 });
    await createPassageKeeper({ store, embedder, giveWay: async () => undefined }).catchUp(never);
  }, 60_000);
  afterAll(async () => {
    await dropSchema(pool, schema);
    await pool.end();
  });

  const search = async (userId: string, only: Bounds = NONE) => {
    const asked = { model: embedder.model, vector: wordVector('symbol3 level4'), kinds: null, ids: [], limit: 10 };
    const hits = await createPassageSearch(database).findByMeaning(userId, {
      ...asked,
      only,
      also: NONE,
      exceptSession: null,
    });
    // Which of two that are equally near comes first is nobody's business.
    return hits.map(({ similarity }) => similarity.toFixed(3)).sort();
  };

  test('is built for those who have many, finds the same, and goes when it serves no more', async () => {
    const indexes = createOwnerIndexes({
      database,
      schema,
      connect: () => new pg.Client({ connectionString: url ?? '' }),
    });
    const exact = await search(OWNER);
    const ofWeek = await search(OWNER, WEEK);
    expect(ofWeek).toHaveLength(10);
    await keepIndexes({ indexes, embedder }, never, 50);
    expect(await indexes.list()).toEqual([{ userId: OWNER, model: embedder.model, dimensions: 64 }]);
    expect(await search(OWNER)).toEqual(exact);
    expect(await search(OWNER, WEEK)).toEqual(ofWeek);
    expect(await search('small')).toHaveLength(1);
    const { rows } = await pool.query(
      `SELECT indexdef FROM pg_indexes WHERE schemaname = $1 AND indexname LIKE 'passage_vectors_of_%'`,
      [schema],
    );
    expect(rows).toHaveLength(1);
    await keepIndexes({ indexes, embedder: { ...embedder, model: 'another' } }, never, 50);
    expect(await indexes.list()).toEqual([]);
    expect(await search(OWNER)).toEqual(exact);
  }, 60_000);
});

const NONE: Bounds = { from: null, to: null };
const WEEK: Bounds = { from: '2026-01-05', to: '2026-01-11' };
