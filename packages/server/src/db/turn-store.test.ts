/** The turns' store on both databases: once, one running turn a session, checkpoints, ends, orphans, forgetting. */
import { randomUUID } from 'node:crypto';
import { ChatRequest, type DoneChunk } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import type { AttemptRecord } from '../chat/model-ports.ts';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import type { NewTurn, TurnGate } from '../chat/turn-start-ports.ts';
import type { Checkpoint } from '../chat/turn-store-ports.ts';
import { anEnd } from '../testing/an-end.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createTurnStore } from './turn-store.ts';

const done: DoneChunk = { type: 'done', message: 'Streaming complete' };

function newTurn(with_: Partial<NewTurn> = {}): NewTurn {
  return {
    userId: 'u',
    sessionId: randomUUID(),
    title: 'T',
    request: ChatRequest.parse({ message: 'Q' }),
    streamId: randomUUID(),
    questionId: randomUUID(),
    answerId: randomUUID(),
    instance: 'i1',
    streaming: true,
    idempotency: null,
    gate: null,
    ...with_,
  };
}

function endOf(turn: NewTurn, with_: Partial<TurnEnd> = {}): TurnEnd {
  const { userId, streamId, sessionId, answerId } = turn;
  const log = { answer: 'A', marks: [{ id: 2, at: 1, chunk: done }] };
  return anEnd({ userId, userKey: userId, streamId, sessionId, answerId, instance: 'i1', log, ...with_ });
}

/** The first checkpoint of a turn, after `session_info`. */
function checkpointOf({ streamId }: { streamId: string }, text: string): Checkpoint {
  return {
    ...{ streamId, epoch: 0, from: 0, fromId: 0, text, marks: [] },
    ...{ lastId: 1 + text.length, attemptsBegun: 1, chunkCount: 1, firstTokenMs: 5, sources: null },
  };
}

/** What is new after `last`. */
function next(last: Checkpoint, text: string): Checkpoint {
  return { ...last, from: last.from + last.text.length, fromId: last.lastId, text, lastId: last.lastId + text.length };
}

describeOnDatabases('the turn store', (current) => {
  const store = () => createTurnStore(current().database);
  const take = async ({ streamId }: { streamId: string }, silentMs: number, except: string[] = []) =>
    (await store().takeOrphans({ instance: 'i2', silentMs, except, limit: 100 })).find(
      (taken) => taken.streamId === streamId,
    );

  test('keeps question, answer and log; what is stored is what was shown', async () => {
    const turn = newTurn();
    await store().startTurn(turn);
    expect(await store().finishTurn(endOf(turn))).toBe(true);
    const found = await store().findTurn('u', turn.streamId);
    expect(found).toMatchObject({ status: 'ended', log: { answer: 'A', marks: [{ id: 2, at: 1, chunk: done }] } });
    expect(await store().findTurn('someone', turn.streamId)).toBeUndefined();
    expect(await store().finishTurn(endOf(turn))).toBe(false);
  });

  test('adds a bill that came later to its attempt and its day, once, in the place of the estimate', async () => {
    const turn = newTurn({ userId: `billed-${randomUUID()}` });
    const attempt: AttemptRecord = {
      ...{ n: 1, layer: 'streaming', model: 'a/one', outcome: 'network', startedMs: 0, firstTokenMs: 1, durationMs: 2 },
      ...{
        usage: null,
        characters: 300,
        promptCharacters: 100,
        provider: 'Fault',
        generation: 'gen-1',
        skippedEvents: 2,
      },
    };
    const usage = { prompt_tokens: 30, completion_tokens: 70, total_tokens: 100, cost_usd: 0.25 };
    const bill = { userId: turn.userId, sessionId: turn.sessionId, streamId: turn.streamId, attempt, usage };
    const dayOf = () =>
      current().database.asUser(turn.userId, (tx) =>
        tx
          .selectFrom('usage_days')
          .select(['tokens', 'estimated_tokens', 'cost_usd', 'unpriced_attempts'])
          .executeTakeFirstOrThrow(),
      );
    await store().startTurn(turn);
    expect(await store().addBill(bill)).toBe(false);
    const soFar = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    await store().finishTurn(endOf(turn, { attempts: [attempt], usage: soFar }));
    expect(await dayOf()).toMatchObject({ tokens: '0', estimated_tokens: '100', unpriced_attempts: 1 });
    expect(await store().addBill({ ...bill, userId: 'someone' })).toBe(false);
    expect([await store().addBill(bill), await store().addBill(bill)]).toEqual([true, false]);
    expect(await dayOf()).toEqual({ tokens: '100', estimated_tokens: '0', cost_usd: '0.25', unpriced_attempts: 0 });
    const kept = await current().database.asUser(turn.userId, (tx) =>
      tx.selectFrom('attempts').select(['total_tokens', 'provider', 'skipped_events']).executeTakeFirst(),
    );
    expect(kept).toEqual({ total_tokens: 100, provider: 'Fault', skipped_events: 2 });
    const answer = await current().database.asUser(turn.userId, (tx) =>
      tx.selectFrom('messages').select('usage').where('id', '=', turn.answerId).executeTakeFirst(),
    );
    expect(answer?.usage).toEqual({ prompt_tokens: 40, completion_tokens: 75, total_tokens: 115, cost_usd: 0.25 });
  });

  test('begins one turn for one key, however many ask at once', async () => {
    const idempotency = { endpoint: 'stream', key: randomUUID(), bodyHash: 'h' };
    const sessionId = randomUUID();
    const started = await Promise.all(
      Array.from({ length: 20 }, () => store().startTurn(newTurn({ sessionId, idempotency }))),
    );
    expect(started.filter(({ joined }) => !joined).length).toBe(1);
    expect(new Set(started.map(({ streamId }) => streamId)).size).toBe(1);
    await expect(
      store().startTurn(newTurn({ sessionId, idempotency: { ...idempotency, bodyHash: 'other' } })),
    ).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    const other = await store().startTurn(newTurn({ userId: 'v', sessionId, idempotency }));
    expect(other.joined).toBe(false);
  });

  test('lets one answer run in a session, and stores nothing of the question that has to wait', async () => {
    const sessionId = randomUUID();
    const first = newTurn({ sessionId });
    const key = { endpoint: 'stream', key: randomUUID(), bodyHash: 'h' };
    await store().startTurn(first);
    const second = newTurn({ sessionId, idempotency: key });
    await expect(store().startTurn(second)).rejects.toMatchObject({
      code: 'turn_in_progress',
      extras: { stream_id: first.streamId },
    });
    await store().finishTurn(endOf(first));
    expect(await store().startTurn(newTurn({ sessionId, idempotency: key }))).toMatchObject({ joined: false });
  });

  test('asks the gate what else runs, for new questions only, and stores nothing of the one it refuses', async () => {
    const userId = randomUUID();
    const seen: number[] = [];
    const gate: TurnGate = {
      asksSpending: true,
      check({ running, spent }) {
        expect(spent).toEqual({ tokens: 0, usd: 0 });
        seen.push(running);
        if (running >= 3) throw new Error('full');
      },
    };
    const key = { endpoint: 'stream', key: randomUUID(), bodyHash: 'h' };
    const first = newTurn({ userId, gate, idempotency: key });
    await store().startTurn(first);
    const others = Array.from({ length: 8 }, () => store().startTurn(newTurn({ userId, gate })));
    const started = await Promise.allSettled(others);
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(2);
    expect(seen).toEqual([0, 1, 2, ...Array(6).fill(3)]);
    expect(await store().startTurn(newTurn({ userId, gate, idempotency: key }))).toMatchObject({ joined: true });
    expect(seen).toHaveLength(9);
    expect([await store().knowsKey(userId, key), await store().knowsKey('u', key)]).toEqual([true, false]);
    await store().finishTurn(endOf(first));
    await store().startTurn(newTurn({ userId, gate }));
    expect(seen.at(-1)).toBe(2);
  });

  test('saves checkpoints of many turns at once, and says which are not ours any more', async () => {
    const turns = [newTurn(), newTurn({ userId: 'w' }), newTurn()];
    for (const turn of turns) await store().startTurn(turn);
    const ended = turns[2] ?? newTurn();
    await store().finishTurn(endOf(ended));
    const checkpoints = turns.map((turn) => checkpointOf(turn, 'so '));
    expect(await store().saveCheckpoints(checkpoints, 'i1')).toEqual(new Set([ended.streamId]));
    await store().saveCheckpoints(
      checkpoints.map((one) => next(one, 'far')),
      'i1',
    );
    expect((await store().findTurn('w', turns[1]?.streamId ?? ''))?.log.answer).toBe('so far');
    expect((await store().findTurn('u', ended.streamId))?.log.answer).toBe('A');
    const [first] = turns;
    const byAnother = await store().saveCheckpoints(checkpoints.slice(0, 1), 'another instance');
    expect(byAnother).toEqual(new Set([first?.streamId]));
  });

  test('gives orphans to the next owner, one epoch up, and fences the old one out', async () => {
    const turn = newTurn();
    await store().startTurn(turn);
    expect(await take(turn, 60_000)).toBeUndefined();
    expect(await take(turn, 0, [turn.streamId])).toBeUndefined();
    expect(await take(turn, 0)).toMatchObject({
      ...{ epoch: 1, userId: 'u', answerId: turn.answerId, request: turn.request, stopRequested: false },
    });
    expect(await store().saveCheckpoints([checkpointOf(turn, 'x')], 'i1')).toEqual(new Set([turn.streamId]));
    expect(await store().finishTurn(endOf(turn, { epoch: 0 }))).toBe(false);
    expect(await store().finishTurn(endOf(turn, { epoch: 1, instance: 'i1' }))).toBe(false);
    expect(await store().finishTurn(endOf(turn, { epoch: 1, instance: 'i2', outcome: 'partial' }))).toBe(true);
  });

  test('forgets logs and keys after their time, and keeps the answer', async () => {
    const turn = newTurn({ idempotency: { endpoint: 'stream', key: randomUUID(), bodyHash: 'h' } });
    await store().startTurn(turn);
    await store().finishTurn(endOf(turn));
    await store().prune({ hours: 24, requestDays: 1 });
    expect((await store().findTurn('u', turn.streamId))?.log.marks.length).toBe(1);
    await store().prune({ hours: 0, requestDays: 1 });
    expect((await store().findTurn('u', turn.streamId))?.log).toEqual({ answer: '', marks: [] });
    const again = await store().startTurn({
      ...turn,
      sessionId: randomUUID(),
      streamId: randomUUID(),
      questionId: randomUUID(),
      answerId: randomUUID(),
    });
    expect(again.joined).toBe(false);
  });

  test('tells the way to a question, oldest first, at most so many', async () => {
    const sessionId = randomUUID();
    let last = newTurn({ sessionId });
    for (const message of ['one', 'two', 'three']) {
      last = newTurn({ sessionId, request: ChatRequest.parse({ message }) });
      await store().startTurn(last);
      await store().finishTurn(endOf(last, { log: { answer: `${message}!`, marks: [] } }));
    }
    const history = await store().loadHistory('u', last.questionId, 50);
    expect(history.messages.map(({ content }) => content)).toEqual(['one', 'one!', 'two', 'two!']);
    expect((await store().loadHistory('u', last.questionId, 3)).messages.map(({ content }) => content)).toEqual([
      'one!',
      'two',
      'two!',
    ]);
    expect(await store().loadHistory('stranger', last.questionId, 50)).toEqual({
      ...{ messages: [], summary: null, uncovered: 0 },
    });
  });
});
