/** A model of the server for properties: one turn with its crashes, in memory, behind a `fetch` that has hiccups. */
import { encodeChunk, type StreamChunk } from '@tradistry/protocol';
import fc from 'fast-check';

/** One life of the turn: how many of the log's items the crash before it kept, and the text it writes on. */
export interface Life {
  readonly kept: number;
  readonly text: string;
}

/** What becomes of one request. */
export type Hiccup =
  | { readonly kind: 'reset' | 'expired' | 'overloaded' | 'throttled' | 'internal' }
  | { readonly kind: 'gateway'; readonly status: number }
  | {
      readonly kind: 'stream';
      /** Crashes since the last request. */
      readonly crashes: number;
      /** The connection ends after so many bytes. */
      readonly bytes: number;
      /** What was seen already is sent again from so many events before. */
      readonly back: number;
      readonly slice: number;
      /** A replay merges text: at most so many characters make one chunk. */
      readonly merge: number;
      readonly ending: 'cut' | 'end' | 'silence' | 'token_expired';
    };

/** Lives and hiccups of all kinds. */
export const LIVES: fc.Arbitrary<Life[]> = fc.array(
  fc.record({ kept: fc.nat(60), text: fc.string({ unit: 'grapheme', maxLength: 30 }) }),
  { minLength: 1, maxLength: 4 },
);
export const HICCUPS: fc.Arbitrary<Hiccup[]> = fc.array(
  fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constantFrom('reset', 'expired', 'overloaded', 'throttled', 'internal') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('gateway'), status: fc.constantFrom(502, 503, 504) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('stream'),
        crashes: fc.constantFrom(0, 0, 0, 1, 2),
        bytes: fc.nat(1200),
        back: fc.nat(6),
        slice: fc.integer({ min: 1, max: 200 }),
        merge: fc.integer({ min: 1, max: 20 }),
        ending: fc.constantFrom('cut', 'cut', 'end', 'silence', 'token_expired'),
      }),
    },
  ),
  { maxLength: 12 },
);

/** A piece of the log: a chunk under its id, or one UTF-16 code unit of text under its own. */
type Item =
  | { readonly id: number; readonly chunk: StreamChunk }
  | { readonly id: number; readonly unit: string; readonly at: number };

export const STREAM = 'turn-1';
const EPOCH_IDS = 10_000;

/** The logs of a turn, life by life; the last one has its end. */
export function logsOf(lives: readonly Life[]): { logs: readonly Item[][]; stored: string } {
  const logs: Item[][] = [];
  let items: Item[] = [
    { id: 1, chunk: { type: 'session_info', session_id: 's', status: 'processing', stream_id: STREAM } },
  ];
  for (const [epoch, life] of lives.entries()) {
    if (epoch > 0) {
      // The first item is always kept: it is sent only once the question is durable.
      items = items.slice(0, 1 + Math.min(life.kept, items.length - 1));
      items.push({ id: epoch * EPOCH_IDS, chunk: { type: 'token', content: '', at: textOf(items).length } });
    }
    const start = textOf(items).length;
    const base = (items.at(-1)?.id ?? 0) + 1;
    for (let at = 0; at < life.text.length; at += 1)
      items.push({ id: base + at, unit: life.text.charAt(at), at: start + at });
    logs.push([...items]);
  }
  const last = logs.at(-1) ?? [];
  const id = last.at(-1)?.id ?? 0;
  const end: StreamChunk[] = [
    { type: 'done', message: 'Streaming complete', finish_reason: 'stop' },
    { type: 'response_saved', message_id: 'm', processing_time_ms: 1 },
    { type: 'stream_end' },
  ];
  last.push(...end.map((chunk, index) => ({ id: id + 1 + index, chunk })));
  return { logs, stored: textOf(last) };
}

function textOf(items: readonly Item[]): string {
  return items.map((item) => ('unit' in item ? item.unit : '')).join('');
}

export interface ModelServer {
  readonly fetch: typeof fetch;
  readonly token: () => Promise<string>;
  /** What the client must never do, as sentences. */
  readonly faults: string[];
}

/** Each request meets the next hiccup; after the last one all goes well. */
export function createModelServer(lives: readonly Life[], hiccups: readonly Hiccup[]): ModelServer {
  const { logs } = logsOf(lives);
  const faults: string[] = [];
  const queue = [...hiccups];
  let life = 0;
  let validToken = 1;
  let opening: string | null = null;

  const answer = (request: Request, key: string | null, body: string): Response => {
    const asked = request.method === 'POST';
    if (asked) {
      if (!key) faults.push('a question without a key');
      opening ??= `${key} ${body}`;
      if (opening !== `${key} ${body}`) faults.push('a question repeated as another one');
    }
    if (request.headers.get('authorization') !== `Bearer ${validToken}`) return problem(401, 'token_expired');
    const hiccup = queue.shift();
    const cursor = Number(request.headers.get('last-event-id') ?? 0);
    if (!hiccup) life = logs.length - 1;
    if (hiccup?.kind === 'stream') life = Math.min(logs.length - 1, life + hiccup.crashes);
    const log = logs[life] ?? [];
    if (!hiccup) return streamOf(log, cursor, null);
    switch (hiccup.kind) {
      case 'reset':
        throw new TypeError('fetch failed');
      case 'expired':
        validToken += 1;
        // A new token does not end in the same moment.
        while (queue[0]?.kind === 'expired') queue.shift();
        return problem(401, 'token_expired');
      case 'overloaded':
        return problem(503, 'overloaded', { 'retry-after': '0' });
      case 'gateway':
        return new Response('<h1>Bad gateway</h1>', { status: hiccup.status });
      // A question may be refused for good with these; a stream that runs is worth coming back.
      case 'throttled':
      case 'internal':
        if (asked) throw new TypeError('fetch failed');
        return hiccup.kind === 'internal'
          ? problem(500, 'internal')
          : problem(429, 'too_many_streams', { 'retry-after': '0' });
      case 'stream':
        if (hiccup.ending === 'token_expired') validToken += 1;
        return streamOf(log, cursor, hiccup);
    }
  };

  return {
    faults,
    token: async () => String(validToken),
    fetch: async (input, init) => {
      const request = new Request(input, { ...init, signal: null });
      return answer(request, request.headers.get('idempotency-key'), await request.text());
    },
  };
}

function streamOf(log: readonly Item[], cursor: number, hiccup: Extract<Hiccup, { kind: 'stream' }> | null): Response {
  const last = log.at(-1);
  if (last && 'chunk' in last && last.chunk.type === 'stream_end' && cursor >= last.id)
    return new Response(null, { status: 204 });
  const seen = log.filter(({ id }) => id <= cursor).length;
  const events = toEvents(log.slice(Math.max(0, seen - (hiccup?.back ?? 0))), hiccup?.merge ?? 7);
  const wire = hiccup ? events.slice(0, hiccup.bytes) : events;
  const ended = hiccup?.ending === 'token_expired' ? `${whole(wire)}${TOKEN_EXPIRED}` : wire;
  return new Response(bodyOf(ended, hiccup), {
    headers: { 'content-type': 'text/event-stream', 'x-stream-id': STREAM },
  });
}

const TOKEN_EXPIRED = `data: ${JSON.stringify({ type: 'error', code: 'token_expired', message: 'It ended.', retryable: false })}\n\n`;

/** Up to the end of the last whole event: a server cuts nothing in two to say that a token ended. */
function whole(wire: string): string {
  return wire.includes('\n\n') ? wire.slice(0, wire.lastIndexOf('\n\n') + 2) : '';
}

/** Items as they go over the wire: text that lies together is merged, under the last one's id. */
function toEvents(items: readonly Item[], merge: number): string {
  let wire = '';
  for (let index = 0; index < items.length; ) {
    const item = items[index];
    if (!item) break;
    if ('chunk' in item) {
      wire += encodeChunk(item.id, item.chunk);
      index += 1;
      continue;
    }
    let content = '';
    let id = item.id;
    for (let next: Item | undefined = item; next && 'unit' in next && content.length < merge; next = items[index]) {
      content += next.unit;
      id = next.id;
      index += 1;
    }
    wire += encodeChunk(id, { type: 'token', content, at: item.at });
  }
  return wire;
}

function bodyOf(wire: string, hiccup: Extract<Hiccup, { kind: 'stream' }> | null): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(wire);
  const slice = hiccup?.slice ?? bytes.length;
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at < bytes.length) {
        controller.enqueue(bytes.slice(at, at + slice));
        at += slice;
        return;
      }
      if (hiccup?.ending === 'cut') controller.error(new TypeError('terminated'));
      else if (hiccup?.ending !== 'silence') controller.close();
    },
  });
}

function problem(status: number, code: string, headers: Record<string, string> = {}): Response {
  const body = { type: 'about:blank', title: code, status, code, detail: code, request_id: 'r' };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
