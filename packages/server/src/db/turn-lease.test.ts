/** Who owns a turn, on both databases: checkpoints that come late, release, takeover by several at once, the wish to stop. */
import { randomUUID } from 'node:crypto';
import { ChatRequest } from '@tradistry/protocol';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { NewTurn } from '../chat/turn-start-ports.ts';
import type { Checkpoint } from '../chat/turn-store-ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { checkpointStatement } from './turn-lease.ts';
import { createTurnStore } from './turn-store.ts';

const LONG_MS = 60_000;

describeOnDatabases('the lease of a turn', (current) => {
  const store = () => createTurnStore(current().database);

  /** A turn that `owner` has just begun. */
  async function begin(owner: string = randomUUID()): Promise<NewTurn> {
    const turn: NewTurn = {
      ...{
        userId: 'u',
        sessionId: randomUUID(),
        title: 'T',
        streaming: true,
        idempotency: null,
        gate: null,
        instance: owner,
      },
      ...{ streamId: randomUUID(), questionId: randomUUID(), answerId: randomUUID() },
      request: ChatRequest.parse({ message: 'Q' }),
    };
    await store().startTurn(turn);
    return turn;
  }

  /** What is new of an answer, `from` on; `text` is the whole of it. */
  function checkpoint({ streamId }: NewTurn, text: string, { from = 0, epoch = 0 } = {}): Checkpoint {
    return {
      ...{ streamId, epoch, from, fromId: from === 0 ? 0 : 1 + from, text: text.slice(from), lastId: 1 + text.length },
      ...{ marks: [], attemptsBegun: 2, chunkCount: 3, firstTokenMs: 4, sources: null },
    };
  }

  const save = async (turn: NewTurn, one: Checkpoint) =>
    (await store().saveCheckpoints([one], turn.instance)).size === 0 ? 'written' : 'refused';
  const saved = async ({ streamId }: NewTurn) => (await store().findTurn('u', streamId))?.log.answer;
  const take = (instance: string, of: { silentMs?: number; except?: string[]; limit?: number } = {}) =>
    store().takeOrphans({ instance, silentMs: LONG_MS, except: [], limit: 1000, ...of });
  const age = ({ streamId }: NewTurn, ms: number) =>
    current().owner(
      `UPDATE "${current().schema}".turns SET heartbeat_at = clock_timestamp() - ${ms} * interval '1 millisecond'
       WHERE stream_id = '${streamId}'`,
    );
  const idsOf = (turns: readonly { streamId: string }[]) => turns.map(({ streamId }) => streamId);

  test('a checkpoint that was given up for lost and arrives late changes nothing', async () => {
    const turn = await begin();
    await save(turn, checkpoint(turn, 'one '));
    const late = checkpoint(turn, 'one two ', { from: 4 });
    // Whoever does not know whether it arrived sends all that is new since the last one that was confirmed.
    expect(await save(turn, checkpoint(turn, 'one two three', { from: 4 }))).toBe('written');
    expect(await save(turn, late)).toBe('refused');
    expect(await save(turn, checkpoint(turn, 'one '))).toBe('refused');
    expect(await saved(turn)).toBe('one two three');
  });

  test('finds each turn by its key, also before anything was counted', async () => {
    const turns = await Promise.all(Array.from({ length: 10 }, () => begin('i')));
    await current().owner(`INSERT INTO "${current().schema}".turns
        (stream_id, user_id, session_id, question_id, answer_id, instance, status)
      SELECT gen_random_uuid(), user_id, session_id, question_id, answer_id, instance, 'ended'
      FROM "${current().schema}".turns, generate_series(1, 60) WHERE instance = 'i'`);
    const plan = await current().database.asSystem(async (tx) => {
      const rows = turns.map((turn) => checkpoint(turn, 'text'));
      const statement = checkpointStatement(rows, { instance: 'i', heartbeat: 'clock_timestamp()' }).compile(tx);
      return sql.raw<object>(`EXPLAIN (GENERIC_PLAN) ${statement.sql}`).execute(tx);
    });
    const text = plan.rows.map((row) => Object.values(row).join()).join('\n');
    expect(text).toMatch(/Cond: .*stream_id/);
    // The plan that compares each running turn with each checkpoint begins by reading all that run.
    expect(text).not.toMatch(/turns_running|Join Filter: .*stream_id/);
  });

  test('where the late one came first the next has no place, and a whole one has', async () => {
    const turn = await begin();
    await save(turn, checkpoint(turn, 'one '));
    await save(turn, checkpoint(turn, 'one two ', { from: 4 }));
    expect(await save(turn, checkpoint(turn, 'one two three', { from: 4 }))).toBe('refused');
    expect(await saved(turn)).toBe('one two ');
    expect(await save(turn, checkpoint(turn, 'one two three'))).toBe('written');
    expect(await saved(turn)).toBe('one two three');
  });

  test('who takes a turn over gets all that was saved of it', async () => {
    const turn = await begin();
    await save(turn, checkpoint(turn, 'so far'));
    const next = randomUUID();
    await age(turn, LONG_MS);
    await current().owner(
      `UPDATE "${current().schema}".turns SET created_at = created_at - interval '1 hour' WHERE stream_id = '${turn.streamId}'`,
    );
    expect((await take(next)).filter(({ streamId }) => streamId === turn.streamId)).toMatchObject([
      {
        ...{ epoch: 1, userId: 'u', sessionId: turn.sessionId, questionId: turn.questionId, answerId: turn.answerId },
        ...{
          request: turn.request,
          attemptsBegun: 2,
          chunkCount: 3,
          firstTokenMs: 4,
          stopRequested: false,
          sources: [],
        },
        log: { answer: 'so far' },
        ageMs: expect.closeTo(3_600_000, -6),
      },
    ]);
    expect(await save(turn, checkpoint(turn, 'so far and more'))).toBe('refused');
    expect(await save({ ...turn, instance: next }, checkpoint(turn, 'so far, taken', { epoch: 1 }))).toBe('written');
    expect(await saved(turn)).toBe('so far, taken');
  });

  test('a checkpoint renews the lease; a release ends it at once', async () => {
    const [kept, released] = [await begin(), await begin()];
    await Promise.all([age(kept, LONG_MS), age(released, 0)]);
    await save(kept, checkpoint(kept, 'x'));
    await store().releaseTurns([checkpoint(released, 'the last words')], released.instance);
    const taken = await take(randomUUID());
    expect(idsOf(taken)).toContain(released.streamId);
    expect(idsOf(taken)).not.toContain(kept.streamId);
    expect(await saved(released)).toBe('the last words');
    // The old owner, if it still lives, is fenced out.
    expect(await save(released, checkpoint(released, 'more'))).toBe('refused');
  });

  test('what is ours by name but nobody’s here is an orphan sooner, though not in the moment it is made', async () => {
    const [made, forgotten, mine] = [await begin('me'), await begin('me'), await begin('me')];
    await Promise.all([age(made, -LONG_MS), age(forgotten, 2000), age(mine, 2000)]);
    const taken = idsOf(await take('me', { except: [mine.streamId] }));
    expect(taken).toContain(forgotten.streamId);
    expect(taken).not.toContain(made.streamId);
    expect(taken).not.toContain(mine.streamId);
  });

  test('whose last sign of life is from the future, as the clock was set back, is an orphan too, and at a start at once', async () => {
    const [living, dead, restarted] = [await begin(), await begin(), await begin()];
    await Promise.all([age(living, -1000), age(dead, -LONG_MS - 3_600_000), age(restarted, -1000)]);
    const taken = idsOf(await take(randomUUID()));
    expect(taken).toContain(dead.streamId);
    expect(taken).not.toContain(living.streamId);
    expect(idsOf(await take(randomUUID(), { silentMs: 0, except: [living.streamId] }))).toContain(restarted.streamId);
  });

  test('several that look at once share the orphans: each is taken once, those first that were silent longest', async () => {
    const turns = await Promise.all(Array.from({ length: 12 }, () => begin()));
    await Promise.all(turns.map((turn, n) => age(turn, LONG_MS * 10 + n * 1000)));
    const [first] = await take(randomUUID(), { limit: 1 });
    expect(first?.streamId).toBe(turns[11]?.streamId);
    const all = (await Promise.all(Array.from({ length: 6 }, () => take(randomUUID(), { limit: 4 })))).flat();
    all.push(...(await take(randomUUID())));
    const wanted = new Set(idsOf(turns.slice(0, 11)));
    const taken = all.filter(({ streamId }) => wanted.has(streamId));
    expect(taken.map(({ epoch }) => epoch)).toEqual(Array(11).fill(1));
    expect(new Set(idsOf(taken))).toEqual(wanted);
  });

  test('the wish to stop is found by the owner, and by the next one', async () => {
    const turn = await begin();
    const asked = await store().requestStop('u', turn.streamId);
    expect(asked).toEqual({ status: 'running', outcome: null, chunkCount: 0, stopReport: null });
    expect(await store().findStopRequests(turn.instance)).toEqual([turn.streamId]);
    expect(await store().findStopRequests('another')).toEqual([]);
    await age(turn, LONG_MS);
    const taken = (await take(randomUUID())).find(({ streamId }) => streamId === turn.streamId);
    expect(taken?.stopRequested).toBe(true);
    for (const [user, id] of [
      ['someone', turn.streamId],
      ['u', randomUUID()],
      ['u', 'no id'],
    ] as const) {
      expect(await store().requestStop(user, id)).toBeUndefined();
    }
  });
});
