/** Passages from the thing to the search, on both databases: kept in step, found by word and by meaning, and by nobody else. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPassageKeeper } from '../rag/passage-keeper.ts';
import type { WordSearch } from '../rag/passage-ports.ts';
import type { Embedder } from '../rag/ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { wordVector } from '../testing/word-vector.ts';
import { createNoteStore } from './note-store.ts';
import { createPassageSearch } from './passage-search.ts';
import { createPassageStore } from './passage-store.ts';
import { createPlaybookStore } from './playbook-store.ts';

const ANY = { from: null, to: null };
const never = new AbortController().signal;
const giveWay = async () => undefined;

function embedderOf(model: string, read: string[] = []): Embedder {
  return {
    model,
    async embed(texts) {
      read.push(...texts);
      return texts.map(wordVector);
    },
    dimensions: () => 64,
    close: async () => undefined,
  };
}

describeOnDatabases('passages', (current) => {
  let user: string;
  beforeEach(() => {
    user = randomUUID();
  });

  const world = (model: string | null = 'a', terms = 1) => {
    const { database } = current();
    const store = createPassageStore({ database, timeZone: 'UTC', terms });
    const search = createPassageSearch(database);
    const read: string[] = [];
    const keeper = createPassageKeeper({ store, embedder: model === null ? null : embedderOf(model, read), giveWay });
    const byWords = async (text: string, more: Partial<WordSearch> = {}, owner = user) =>
      search.findByWords(owner, {
        text,
        marks: [],
        kinds: null,
        only: ANY,
        also: ANY,
        exceptSession: null,
        limit: 20,
        ...more,
      });
    const byMeaning = async (text: string, owner = user) =>
      search.findByMeaning(owner, {
        ...{
          model: model ?? 'a',
          vector: wordVector(text),
          kinds: null,
          only: ANY,
          also: ANY,
          exceptSession: null,
          ids: [],
          limit: 20,
        },
      });
    return {
      store,
      keeper,
      read,
      byWords,
      byMeaning,
      notes: createNoteStore(database),
      playbooks: createPlaybookStore(database),
    };
  };

  const note = (text: string, more: { symbols?: string[]; tags?: string[]; date?: string } = {}) => {
    return { text, symbols: [], tags: [], date: '2026-03-02', ...more };
  };

  test('a note is a passage at once where it is kept at once, and with its vector when the job has run', async () => {
    const { keeper, notes, byWords, byMeaning } = world();
    const made = await notes.createNote(user, note('Chased the breakout.', { symbols: ['nvda'], tags: ['fomo'] }));
    await keeper.keep(user, [{ kind: 'note', id: made.id }]);
    expect(await byWords('breakouts')).toMatchObject([
      {
        kind: 'note',
        sourceId: made.id,
        text: 'Chased the breakout.',
        date: '2026-03-02',
        symbols: ['NVDA'],
        tags: ['fomo'],
      },
    ]);
    expect(await byMeaning('breakout')).toEqual([]);
    await keeper.catchUp(never);
    expect(await byMeaning('breakout')).toMatchObject([{ sourceId: made.id }]);
  });

  test('a change is cut and read again, and only what changed', async () => {
    const { keeper, notes, read, byWords } = world();
    const long = (end: string) =>
      `${'The first part stays as it is. '.repeat(24)}\n\n${'Then comes more. '.repeat(30)} ${end}`;
    const made = await notes.createNote(user, note(long('Alpha.')));
    await keeper.catchUp(never);
    const before = read.length;
    await notes.patchNote(user, made.id, { text: long('Omega.') });
    await keeper.catchUp(never);
    expect(read.length - before).toBe(1);
    expect(await byWords('alpha')).toEqual([]);
    expect(await byWords('omega')).toMatchObject([{ sourceId: made.id }]);
  });

  test('deleting a thing deletes its passages, words and vectors', async () => {
    const { keeper, notes, playbooks, byWords } = world();
    const made = await notes.createNote(user, note('Unmistakable.'));
    const playbook = await playbooks.createPlaybook(user, {
      name: 'Opening range',
      text: 'Unmistakable rules.',
      tags: [],
    });
    await keeper.catchUp(never);
    expect(await byWords('unmistakable')).toHaveLength(2);
    await notes.deleteNote(user, made.id);
    await playbooks.deletePlaybook(user, playbook.id);
    expect(await byWords('unmistakable')).toEqual([]);
    await expectNothingOf(user);
  });

  test('what was deleted before its turn came leaves nothing behind', async () => {
    const { keeper, notes, store } = world();
    const made = await notes.createNote(user, note('Soon gone.'));
    await notes.deleteNote(user, made.id);
    await keeper.catchUp(never);
    expect((await store.readOutbox(1000)).filter(({ userId }) => userId === user)).toEqual([]);
    await expectNothingOf(user);
  });

  test('a change that comes while an older state is being cut stays in the outbox', async () => {
    const { keeper, notes, store } = world();
    const made = await notes.createNote(user, note('First.'));
    const entries = (await store.readOutbox(1000)).filter(({ userId }) => userId === user);
    await notes.patchNote(user, made.id, { text: 'Second.' });
    await store.writeThings(user, [], entries);
    expect((await store.readOutbox(1000)).filter(({ userId }) => userId === user)).toHaveLength(1);
    await keeper.catchUp(never);
    expect((await store.readOutbox(1000)).filter(({ userId }) => userId === user)).toEqual([]);
  });

  test('what an instance of older terms cut is cut again by a newer one, once', async () => {
    const [older, newer] = [world('a', 1), world('a', 2)];
    const made = await older.notes.createNote(user, note('Held and hoped.'));
    await older.keeper.catchUp(never);
    await newer.keeper.catchUp(never);
    const { rows } = await current().query(`SELECT terms FROM ${current().schema}.passages WHERE note_id = $1`, [
      made.id,
    ]);
    expect(rows).toEqual([{ terms: 2 }]);
    await newer.store.noteOlderTerms();
    expect(await newer.store.readOutbox(1)).toEqual([]);
  });

  test('another model reads everything again; vectors of two models are never mixed', async () => {
    const { keeper, notes } = world('a');
    for (const text of ['One breakout.', 'Two breakouts.']) await notes.createNote(user, note(text));
    await keeper.catchUp(never);
    const other = world('b');
    expect(await other.byMeaning('breakout')).toEqual([]);
    await other.keeper.catchUp(never);
    expect(await other.byMeaning('breakout')).toHaveLength(2);
    expect(await world('a').byMeaning('breakout')).toEqual([]);
    expect(other.read).toHaveLength(await countOf('passages'));
  });

  test('reading that was cut off goes on where it stopped', async () => {
    const { notes, store } = world();
    for (let n = 0; n < 100; n++) await notes.createNote(user, note(`Note number ${n}.`));
    const stop = new AbortController();
    const first: string[] = [];
    const dying = createPassageKeeper({
      store,
      giveWay,
      embedder: {
        ...embedderOf('c'),
        async embed(texts) {
          first.push(...texts);
          if (first.length > 10) stop.abort();
          return texts.map(wordVector);
        },
      },
    });
    await dying.catchUp(stop.signal);
    const { done, total } = await store.countRead('c');
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThan(total);
    const after = world('c');
    await after.keeper.catchUp(never);
    expect(after.read.length + first.length).toBe(total);
    expect(await store.countRead('c')).toEqual({ done: total, total });
  });

  test('a symbol, a period and a kind narrow what is found', async () => {
    const { keeper, notes, playbooks, byWords } = world(null);
    await notes.createNote(user, note('Held too long.', { symbols: ['TSLA'], date: '2026-01-10' }));
    await notes.createNote(user, note('Held too long, again.', { symbols: ['AMD'], date: '2026-02-10' }));
    await playbooks.createPlaybook(user, { name: 'Rules', text: 'Never hold too long.', tags: [] });
    await keeper.catchUp(never);
    const dates = async (more: Partial<WordSearch>) =>
      (await byWords('held long', more)).map(({ kind, date }) => (kind === 'note' ? date : kind));
    expect((await dates({})).sort()).toEqual(['2026-01-10', '2026-02-10', 'playbook']);
    expect(await dates({ kinds: ['playbook'] })).toEqual(['playbook']);
    expect(await dates({ only: { from: '2026-02-01', to: null }, kinds: ['note'] })).toEqual(['2026-02-10']);
    expect((await dates({ marks: [{ word: '$AMD', weight: 3 }], kinds: ['note'] }))[0]).toBe('2026-02-10');
  });

  test('a word that nobody wrote is told what it may have meant, out of the own words only', async () => {
    const { keeper, notes } = world(null);
    await notes.createNote(user, note('A breakout, and a breakeven stop.'));
    await notes.createNote(randomUUID(), note('The breakuots of another.'));
    await keeper.catchUp(never);
    const near = await createPassageSearch(current().database).findNearWords(user, 'the breakuot and the stop');
    expect(near).toEqual([
      { asked: 'breakuot', word: 'breakeven' },
      { asked: 'breakuot', word: 'breakout' },
    ]);
  });

  test('of many passages rare words decide, however common the others are', async () => {
    const { keeper, notes, byWords } = world(null);
    const target = await notes.createNote(user, note('A stop below the parabolic spike.', { date: '2020-01-01' }));
    for (let n = 0; n < 200; n++) await notes.createNote(user, note(`Moved my stop once more, number ${n}.`));
    await keeper.catchUp(never);
    expect((await byWords('stop at the parabolic spike'))[0]?.sourceId).toBe(target.id);
  }, 60_000);

  describe("another user's passages", () => {
    test('never surface, and shift neither rank nor score', async () => {
      const { keeper, notes, byWords, byMeaning } = world();
      for (const text of ['Chased the breakout of NVDA.', 'Waited for the breakout.', 'A calm day.'])
        await notes.createNote(user, note(text));
      await keeper.catchUp(never);
      const before = [await byWords('chased breakout canary'), await byMeaning('chased breakout canary')];
      const stranger = randomUUID();
      for (let n = 0; n < 30; n++)
        await notes.createNote(stranger, note(`Canary ${n} chased the breakout.`, { symbols: ['NVDA'] }));
      await keeper.catchUp(never);
      expect([await byWords('chased breakout canary'), await byMeaning('chased breakout canary')]).toEqual(before);
      const theirs = (await byWords('canary', {}, stranger)).map(({ id }) => id);
      expect(theirs.length).toBeGreaterThan(0);
      const asked = await createPassageSearch(current().database).findByMeaning(user, {
        ...{
          model: 'a',
          vector: wordVector('canary'),
          kinds: null,
          only: ANY,
          also: ANY,
          exceptSession: null,
          limit: 100,
          ids: theirs,
        },
      });
      expect(asked.map(({ id }) => id).filter((id) => theirs.includes(id))).toEqual([]);
    });

    test('are not even read: a search looks at as many rows as before', async () => {
      const { keeper, notes, byWords, byMeaning } = world();
      for (const text of ['Chased the breakout of NVDA.', 'Waited for the breakout.', 'A calm day.'])
        await notes.createNote(user, note(text));
      const write = async (count: number) => {
        const texts = Array.from({ length: count }, (_, n) => `Canary ${n} chased the breakuot.`);
        for (const text of texts) await notes.createNote(stranger, note(text));
        await keeper.catchUp(never);
        for (const table of ['passages', 'passage_words', 'passage_vectors'])
          await current().owner(`ANALYZE "${current().schema}".${table}`);
      };
      const stranger = randomUUID();
      await write(300);
      const looked = () =>
        rowsReadBy(async () => {
          const { findNearWords } = createPassageSearch(current().database);
          return [await byWords('chased breakout'), await byMeaning('breakout'), await findNearWords(user, 'breakuot')];
        });
      const before = await looked();
      await write(300);
      expect(await looked()).toEqual(before);
    }, 60_000);
  });

  /** What was found, and how many rows of all passages' tables were looked at for it. */
  async function rowsReadBy(search: () => Promise<unknown>) {
    return current().database.asReader(user, async (tx) => {
      const count = async () => {
        const { rows } = await sql<{ seen: number }>`
          SELECT sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS seen FROM pg_stat_xact_user_tables
          WHERE schemaname = ${current().schema} AND relname LIKE 'passage%'`.execute(tx);
        return rows[0]?.seen ?? 0;
      };
      // Rows that an index alone answers for are not counted, and how many those are is a matter of when autovacuum came by.
      await sql`SELECT set_config('enable_indexonlyscan', 'off', true), set_config('plan_cache_mode', 'force_custom_plan', true)`.execute(
        tx,
      );
      const before = await count();
      const found = await search();
      return { found, rows: (await count()) - before };
    });
  }

  async function countOf(table: string, owner?: string): Promise<number> {
    const { owner: run, schema } = current();
    const [row] = await run(
      `SELECT count(*)::int AS n FROM "${schema}".${table} ${owner ? `WHERE user_id = '${owner}'` : ''}`,
    );
    return Number(row?.['n']);
  }

  async function expectNothingOf(owner: string): Promise<void> {
    for (const table of ['passages', 'passage_words', 'passage_vectors'])
      expect([table, await countOf(table, owner)]).toEqual([table, 0]);
  }
});
