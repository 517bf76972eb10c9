/** What an answer cites over a real port: marks that resolve, in the text, in `done` and on the message, also where an answer goes on. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ending } from '../testing/play-script.ts';
import { seeAnswer } from '../testing/see-answer.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import { answer } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
  const note = { text: 'Chased the breakout in gold again.', date: '2026-01-05', symbols: ['GC'] };
  await chat.server.call('/api/notes', { json: note });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

interface Stored {
  id: string;
  content: string;
  sources: { n: number; title: string }[];
}
const storedAnswer = async (id: string | undefined) =>
  (await (await chat.server.call(`/api/ai/chat/messages/${id}`)).json()) as Stored;

describe('a mark', () => {
  test('to a passage of the prompt is shown, and is a source of the answer', async () => {
    chat.upstream.script(answer('You chased gold [', '1', '] in January [7', '].'));
    const { text, done, saved } = await seeAnswer(await chat.ask({ message: 'When did I chase gold?' }));
    expect(text).toBe('You chased gold [1] in January .');
    expect(done?.sources).toMatchObject([{ n: 1, kind: 'note', date: '2026-01-05' }]);
    expect(await storedAnswer(saved?.message_id)).toMatchObject({ content: text, sources: [{ n: 1 }] });
  });

  test('is no source where the answer does not use it', async () => {
    chat.upstream.script(answer('No idea.'));
    const { done } = await seeAnswer(await chat.ask({ message: 'When did I chase gold?' }));
    expect(done?.sources).toBeUndefined();
  });

  test('that is all of an answer, and leads to nothing, is no answer', async () => {
    chat.upstream.script(answer('[9]'), answer('Something.'));
    const { text } = await seeAnswer(await chat.ask({ message: 'When did I chase gold?' }));
    expect(text).toBe('Something.');
  });
});

describe('an answer that is cut', () => {
  test('amid a mark keeps none of it, and has the whole of it once it goes on', async () => {
    chat.upstream.script(['Twice: in gold [', '1', ...ending(2, 'length')]);
    const cut = await seeAnswer(await chat.ask({ message: 'When did I chase gold?' }));
    expect([cut.text, cut.done?.finish_reason]).toEqual(['Twice: in gold ', 'length']);
    chat.upstream.script(answer('[1] and in oil [9].'));
    const path = `/api/ai/chat/messages/${cut.saved?.message_id}/continue`;
    const { text, done } = await seeAnswer(await chat.server.call(path, { method: 'POST' }));
    expect(text).toBe('Twice: in gold [1] and in oil .');
    expect(done?.sources).toMatchObject([{ n: 1 }]);
  });

  test('keeps what it cites, under the same number, whatever is found when it goes on', async () => {
    chat.upstream.script(['In gold [1], ', ...ending(1, 'length')]);
    const cut = await seeAnswer(await chat.ask({ message: 'When did I chase gold?', session_id: 's-cut' }));
    const before = await storedAnswer(cut.saved?.message_id);
    expect(before.sources).toMatchObject([{ n: 1, title: 'Chased the breakout in gold again.' }]);
    // A better match than the one that is cited.
    const note = { text: 'When did I chase gold? When did I chase gold? Today.', date: '2026-02-05', symbols: [] };
    await chat.server.call('/api/notes', { json: note });
    chat.upstream.script(answer('and again today [2].'));
    const path = `/api/ai/chat/messages/${cut.saved?.message_id}/continue`;
    const { done } = await seeAnswer(await chat.server.call(path, { method: 'POST' }));
    expect(done?.sources).toMatchObject([
      { n: 1, title: 'Chased the breakout in gold again.' },
      { n: 2, title: note.text },
    ]);
  });

  test('by a broken line is gone on with by the next model, each mark once', async () => {
    chat.upstream.script(['In gold [1', { cut: true }], answer('[1], and that was it.'));
    const { text, done } = await seeAnswer(await chat.ask({ message: 'When did I chase gold?' }));
    expect(text).toBe('In gold [1], and that was it.');
    expect(done?.sources).toHaveLength(1);
  });
});
