/** A viewer's cursor against a model of its socket: whatever is written while it is full, drains or rests, each chunk comes once. */
import { EventEmitter } from 'node:events';
import { MAX_WRITE_BYTES, StreamChunk } from '@tradistry/protocol';
import fc from 'fast-check';
import type { FastifyReply } from 'fastify';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MarkChunk, ReadableLog, TurnLog } from '../chat/turn-log.ts';
import { AT_ONCE, createEndOfTurn } from '../log/end-of-turn.ts';
import { NOTHING_TOLD, partSince, toldAll } from '../log/log-part.ts';
import { createMemoryLog } from '../log/memory-log.ts';
import { MirrorLog } from '../log/mirror-log.ts';
import { type ReadChunk, readWhole, shownText } from '../testing/read-stream.ts';
import { streamLog } from './stream-reply.ts';

const warning: MarkChunk = { type: 'warning', code: 'fallback', message: 'w' };
const tool: MarkChunk = { type: 'tool', call_id: 'c', name: 'n', status: 'done' };
const ending: MarkChunk[] = [{ type: 'done', message: 'Streaming complete' }, { type: 'stream_end' }];

type Step =
  | { readonly does: 'text'; readonly text: string }
  | { readonly does: 'mark'; readonly mark: MarkChunk }
  /** The event loop turns. */
  | { readonly does: 'turn' }
  /** This viewer's socket takes only its next write, or has room again. */
  | { readonly does: 'fill' | 'drain' | 'leave'; readonly viewer: number }
  /** The loop turns until nothing is left to do: whoever has room shows all there is. */
  | { readonly does: 'settle' }
  /** Another instance hears of what is new. */
  | { readonly does: 'tell' }
  /** One more, who comes back at a chunk of the first one's; `elsewhere`: to another instance, which may be behind. */
  | { readonly does: 'join'; readonly at: number; readonly tools: boolean; readonly elsewhere: boolean };

const viewer = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constant('text'), text: fc.string({ unit: 'grapheme', minLength: 1 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('text'), text: fc.constant('é'.repeat(5000)) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('mark'), mark: fc.constantFrom(warning, tool) }) },
  { weight: 4, arbitrary: fc.constant<Step>({ does: 'turn' }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constantFrom('fill', 'drain'), viewer }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('leave'), viewer }) },
  { weight: 2, arbitrary: fc.constantFrom<Step>({ does: 'tell' }, { does: 'settle' }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('join'), at: fc.nat(), tools: fc.boolean(), elsewhere: fc.boolean() }),
  },
);

/** A response whose socket is full when the test says so. */
class Socket extends EventEmitter {
  readonly writes: string[] = [];
  readonly chunkedEncoding = false;
  readonly socket = { setNoDelay: () => undefined };
  full = false;
  over = false;
  /** Something was written that had to wait. */
  ignored = false;
  writeHead(): void {
    this.over = false;
  }
  flushHeaders(): void {
    this.over = false;
  }
  write(text: string): boolean {
    if (this.full && this.writes.length > this.#roomAt) this.ignored = true;
    this.writes.push(text);
    return !this.full;
  }
  #roomAt = 0;
  fill(): void {
    if (!this.full) this.#roomAt = this.writes.length;
    this.full = true;
  }
  drain(): void {
    if (!this.full) return;
    this.full = false;
    this.emit('drain');
  }
  end(): void {
    this.over = true;
  }
  destroy(): void {
    this.emit('close');
  }
}

interface Watching {
  readonly log: ReadableLog & Pick<TurnLog, 'answer'>;
  readonly socket: Socket;
  readonly after: number;
  readonly before: string;
  readonly tools: boolean;
  left: boolean;
}

function watch(log: Watching['log'], of: { after: number; before: string; tools: boolean }): Watching {
  const socket = new Socket();
  const reply = {
    server: { viewers: { enter: () => () => undefined } },
    request: { method: 'POST' },
    hijack: () => undefined,
    raw: socket,
    getHeaders: () => ({}),
    log: { error: () => expect.fail('a viewer failed') },
  };
  streamLog(
    reply as unknown as FastifyReply, // All of it that is used.
    {
      ...{ streamId: 's', log, after: of.after, include: of.tools ? ['tool'] : [] },
      caller: { userId: 'u', plan: null, scopes: new Set(), expiresAt: null },
    },
  );
  return { socket, log, ...of, left: false };
}

const readBack = ({ socket }: Watching): Promise<ReadChunk[]> => readWhole(new Response(socket.writes.join('')));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setImmediate', 'setTimeout', 'setInterval', 'clearTimeout', 'clearInterval'] });
});
afterEach(() => void vi.useRealTimers());

test('each viewer gets every chunk it asked for once, in order, in writes of at most 8 KiB, and nothing while its socket is full', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40, size: 'max' }), fc.boolean(), async (steps, together) => {
      const log = createMemoryLog(together ? createEndOfTurn() : AT_ONCE);
      const turn = mirrored(log);
      const viewers = [watch(log, { after: 0, before: '', tools: true })];
      for (const one of steps) await take(one, turn, viewers);
      for (const mark of ending) log.appendMark(mark);
      log.end();
      turn.tell();
      turn.mirror.end();
      // Whoever was full has room again, and the loop turns until all is written.
      for (const { socket } of viewers) socket.drain();
      await vi.advanceTimersByTimeAsync(5000);
      for (const one of viewers) await check(one, log);
    }),
    { numRuns: 120 },
  );
});

/** A log, and another instance's mirror of it that has what it was told. */
function mirrored(log: TurnLog) {
  const mirror = new MirrorLog({ log: { answer: '', marks: [] }, epoch: 0 }, () => undefined);
  let told = NOTHING_TOLD;
  const tell = () => {
    mirror.take(partSince(log, 0, told));
    told = toldAll(log);
  };
  return { log, mirror, tell };
}

async function take(one: Step, { log, mirror, tell }: ReturnType<typeof mirrored>, viewers: Watching[]): Promise<void> {
  const of = 'viewer' in one ? viewers[one.viewer % viewers.length] : undefined;
  switch (one.does) {
    case 'text':
      return log.appendText(one.text);
    case 'mark':
      return log.appendMark(one.mark);
    case 'turn':
      await vi.advanceTimersByTimeAsync(1);
      return;
    case 'settle':
      await vi.advanceTimersByTimeAsync(1000);
      return checkShown(viewers);
    case 'tell':
      return tell();
    case 'fill':
      return of?.socket.fill();
    case 'drain':
      return of?.socket.drain();
    case 'leave':
      // The first one tells the others where they may come back.
      if (!of || of === viewers[0]) return;
      of.left = true;
      return of.socket.destroy();
    case 'join': {
      const seen = viewers[0] ? await readBack(viewers[0]) : [];
      const kept = seen.slice(0, one.at % (seen.length + 1));
      const coming = { after: kept.at(-1)?.id ?? 0, before: shownText(kept), tools: one.tools };
      viewers.push(watch(one.elsewhere ? mirror : log, coming));
    }
  }
}

async function checkShown(viewers: readonly Watching[]): Promise<void> {
  for (const one of viewers.filter(({ socket, left }) => !socket.full && !left)) {
    const shown = shownText(await readBack(one), one.before);
    // Where its log is behind what it has seen elsewhere there is nothing to show yet.
    expect(shown.length).toBe(Math.max(one.log.answer.length, one.before.length));
  }
}

async function check(one: Watching, log: TurnLog): Promise<void> {
  const { socket, after, before, tools, left } = one;
  for (const write of socket.writes) expect(write.length).toBeLessThanOrEqual(MAX_WRITE_BYTES);
  expect(socket.ignored).toBe(false);
  const chunks = await readBack(one);
  const ids = chunks.map(({ id }) => id ?? 0);
  expect(ids.every((id, index) => id > (ids[index - 1] ?? after))).toBe(true);
  const shown = shownText(chunks, before);
  expect(log.answer.startsWith(shown)).toBe(true);
  if (left) return;
  expect([shown, socket.over]).toEqual([log.answer, true]);
  const due = log.marks.filter(({ id, chunk }) => id > after && (tools || chunk.type !== 'tool'));
  expect(chunks.filter(({ chunk }) => chunk.type !== 'token')).toEqual(
    due.map(({ id, chunk }) => ({ id, chunk: StreamChunk.parse(chunk) })),
  );
}
