/** Whatever of a stream is read twice, what is shown is what is stored: `at` says where each text belongs. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readWhole, shownText } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';
import { view } from '../testing/viewer.ts';

const PIECES = Array.from({ length: 40 }, (_, n) => `piece ${n} \u{1F4C8} é, `);

let chat: Chat;
beforeAll(async () => {
  chat = await startChat();
});
afterAll(() => chat.close());

test('every stretch of it, from any chunk to any later one: again as it was, or replayed with its tokens merged', async () => {
  const gates = PIECES.map(() => Promise.withResolvers<void>());
  const rest = (n: number) => ({ until: gates[n]?.promise ?? Promise.resolve() });
  chat.upstream.script(answer(...PIECES.flatMap((piece, n) => [piece, rest(n)])));
  const viewer = await view(chat.ask({ message: 'q', session_id: 'twice' }));
  // The next piece is not made before this one is seen, so each is a chunk of its own.
  for (const [n, gate] of gates.entries()) {
    await viewer.until(`piece ${n} `);
    gate.resolve();
  }
  await viewer.done;
  const { chunks } = viewer;
  expect(chunks.filter(({ chunk }) => chunk.type === 'token')).toHaveLength(PIECES.length);
  const replay = ({ id }: { id: number | null }) =>
    chat.server.call(`/api/ai/chat/streams/${viewer.streamId}?after=${id}`).then(readWhole);
  const replays = await Promise.all(chunks.slice(0, -1).map(replay));
  const stored = (await chat.stored('twice'))[1]?.content;
  expect(stored).toBe(PIECES.join(''));
  for (let read = 1; read <= chunks.length; read += 1) {
    const first = chunks.slice(0, read);
    for (let from = 0; from < read; from += 1) {
      expect(shownText([...first, ...chunks.slice(from)])).toBe(stored);
      const replayed = replays[from] ?? chunks.slice(from);
      expect(shownText([...first, ...replayed])).toBe(stored);
    }
  }
});
