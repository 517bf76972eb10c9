/** The client as a state machine against a model of the server: whatever happens on the way, what is shown is what is stored. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ChatStream } from './chat-stream.ts';
import { createClient } from './create-client.ts';
import { createModelServer, HICCUPS, LIVES, logsOf, type ModelServer, STREAM } from './testing/model-server.ts';

const RETRY = { attempts: 1000, firstDelayMs: 0, maxDelayMs: 0, silenceMs: 15 };

/** What one viewer saw, over all its streams. */
interface Viewer {
  shown: string;
  readonly ids: number[];
  ends: number;
}

/** Reads until the stream is over, or `leaveAfter` chunks have come. */
async function read(stream: ChatStream, viewer: Viewer, leaveAfter = Number.POSITIVE_INFINITY): Promise<void> {
  let left = leaveAfter;
  for await (const chunk of stream) {
    viewer.ids.push(Number(stream.lastEventId));
    if (chunk.type === 'token') viewer.shown = viewer.shown.slice(0, chunk.at) + chunk.content;
    if (chunk.type === 'stream_end') viewer.ends += 1;
    left -= 1;
    if (left <= 0) return;
  }
}

const clientOf = ({ fetch, token }: ModelServer) =>
  createClient({ baseUrl: 'http://model.test', fetch, token, retry: RETRY });
const increasing = (ids: readonly number[]) => ids.every((id, at) => at === 0 || id > (ids[at - 1] ?? 0));

test('through cuts at any byte, replays, crashes, refusals and ended tokens: all of it, each once, one end', async () => {
  await fc.assert(
    fc.asyncProperty(LIVES, HICCUPS, async (lives, hiccups) => {
      const server = createModelServer(lives, hiccups);
      const viewer: Viewer = { shown: '', ids: [], ends: 0 };
      const states: string[] = [];
      await read(clientOf(server).chat.stream({ message: 'q', onStatus: ({ state }) => states.push(state) }), viewer);
      expect(viewer.shown).toBe(logsOf(lives).stored);
      expect(increasing(viewer.ids)).toBe(true);
      expect(viewer.ends).toBe(1);
      expect(states.filter((state) => state === 'closed')).toHaveLength(1);
      expect(states.at(-1)).toBe('closed');
      expect(server.faults).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('a reader that leaves anywhere and comes back as another process loses and doubles nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      LIVES,
      HICCUPS,
      fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 4 }),
      async (lives, hiccups, visits) => {
        const server = createModelServer(lives, hiccups);
        const viewer: Viewer = { shown: '', ids: [], ends: 0 };
        // All that a restored tab has are the ids and the text.
        let stream = clientOf(server).chat.stream({ message: 'q' });
        for (const leaveAfter of visits) {
          await read(stream, viewer, leaveAfter);
          stream = clientOf(server).chat.resume(STREAM, { after: stream.lastEventId ?? 0 });
        }
        await read(stream, viewer);
        expect(viewer.shown).toBe(logsOf(lives).stored);
        expect(increasing(viewer.ids)).toBe(true);
        expect(viewer.ends).toBe(1);
      },
    ),
    { numRuns: 200 },
  );
});
