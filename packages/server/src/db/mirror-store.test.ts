/** What another instance reads of running turns, on both databases: only what its mirror lacks. */
import { randomUUID } from 'node:crypto';
import { ChatRequest } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import type { MirrorState } from '../chat/instance-ports.ts';
import type { Mark } from '../chat/turn-log.ts';
import type { NewTurn } from '../chat/turn-start-ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createMirrorStore } from './mirror-store.ts';
import { createTurnStore } from './turn-store.ts';

const MARK: Mark = { id: 5, at: 4, chunk: { type: 'warning', code: 'fallback', message: 'w' } };

describeOnDatabases('what mirrors read', (current) => {
  const turns = () => createTurnStore(current().database);
  const mirrors = () => createMirrorStore(current().database);

  async function begin(userId = 'u'): Promise<NewTurn> {
    const turn: NewTurn = {
      ...{ userId, sessionId: randomUUID(), title: 'T', streaming: true, idempotency: null, gate: null, instance: 'i' },
      ...{ streamId: randomUUID(), questionId: randomUUID(), answerId: randomUUID() },
      request: ChatRequest.parse({ message: 'Q' }),
    };
    await turns().startTurn(turn);
    return turn;
  }

  const save = ({ streamId }: NewTurn, text: string) =>
    turns().saveCheckpoints(
      [
        {
          ...{ streamId, epoch: 0, from: 0, fromId: 0, text, marks: [MARK], lastId: 2 + text.length },
          ...{ attemptsBegun: 1, chunkCount: 1, firstTokenMs: 1, sources: null },
        },
      ],
      'i',
    );
  const at = ({ streamId }: NewTurn, of: Partial<MirrorState> = {}) => ({
    ...{ streamId, epoch: 0, lastId: 1, points: 0 },
    ...of,
  });

  test('each mirror gets the text it lacks, counted in characters, and a turn without news neither text nor marks', async () => {
    const [some, none, all] = [await begin(), await begin('v'), await begin()];
    for (const turn of [some, none, all]) await save(turn, 'ab\u{1F4C8} cd\u{1F600}e');
    const rows = await mirrors().readMirrored([
      at(some, { points: 3, lastId: 5 }),
      at(none, { points: 8, lastId: 12 }),
      at(all),
      at({ ...some, streamId: randomUUID() }),
    ]);
    expect(new Map(rows.map((row) => [row.streamId, row]))).toEqual(
      new Map(
        [
          { streamId: some.streamId, text: ' cd\u{1F600}e', marks: [MARK] },
          { streamId: none.streamId, text: '', marks: [] },
          { streamId: all.streamId, text: 'ab\u{1F4C8} cd\u{1F600}e', marks: [MARK] },
        ].map((row) => [row.streamId, { ...row, epoch: 0, ended: false }]),
      ),
    );
  });

  test('under another owner the whole of it is told, and of an ended turn its end', async () => {
    const turn = await begin();
    await save(turn, 'abcd');
    await turns().takeOrphans({ instance: 'j', silentMs: 0, except: [], limit: 100 });
    expect(await mirrors().readMirrored([at(turn, { lastId: 6, points: 4 })])).toEqual([
      { streamId: turn.streamId, epoch: 1, ended: false, text: 'abcd', marks: [MARK] },
    ]);
    const ended = await begin();
    const end: Mark = { id: 3, at: 1, chunk: { type: 'stream_end' } };
    await current().owner(
      `UPDATE "${current().schema}".turns SET status = 'ended', answer = 'a', last_id = 3, marks = '${JSON.stringify([end])}'
       WHERE stream_id = '${ended.streamId}'`,
    );
    expect(await mirrors().readMirrored([at(ended, { lastId: 2, points: 1 })])).toEqual([
      { streamId: ended.streamId, epoch: 0, ended: true, text: '', marks: [end] },
    ]);
  });

  test('all that runs is listed, of every user and instance, and nothing that ended', async () => {
    const [one, two] = [await begin('x'), await begin('y')];
    const ended = await begin('x');
    await current().owner(
      `UPDATE "${current().schema}".turns SET status = 'ended' WHERE stream_id = '${ended.streamId}'`,
    );
    const rows = (await mirrors().listRunning()).filter(({ userId }) => userId === 'x' || userId === 'y');
    expect(rows.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))).toEqual(
      [one, two].map(({ userId, sessionId, streamId }) => ({ userId, sessionId, streamId, instance: 'i' })),
    );
  });
});
