/** Follows one turn to its end over as many connections as it takes, yielding every chunk once. */
import type { OptionalChunkType, StreamChunk } from '@tradistry/protocol';
import type { EventSourceMessage } from 'eventsource-parser';
import { createBackoff } from './backoff.ts';
import { ChatError, connectionLost, unexpectedResponse } from './chat-error.ts';
import { type DeviceWatch, watchDevice } from './device.ts';
import { type Line, LineGone, openLine } from './line.ts';
import { readEvents } from './read-events.ts';
import type { Arrival } from './spot-buffering.ts';
import { type ApiRequest, exchange, refuse, type Transport } from './transport.ts';

type Token = Extract<StreamChunk, { type: 'token' }>;

/** A chunk as the client yields it: a token always says where its text begins (UTF-16 code units), so applying it twice changes nothing. */
export type PositionedChunk = Exclude<StreamChunk, { type: 'token' }> | (Token & { at: number });

/** What becomes of the connection, for a page that shows it. `waiting` comes before each new attempt. */
export type ConnectionStatus =
  | { readonly state: 'connecting' | 'open' | 'closed' }
  | { readonly state: 'waiting'; readonly retryInMs: number; readonly attempt: number };

/** How far a turn was followed; the client's public view of it is `ChatStream`. */
export interface Cursor {
  streamId: string | null;
  /** The id of the last chunk seen: what comes again up to it is dropped. */
  lastEventId: string | null;
  /** Where the answer's text ends so far, in UTF-16 code units. */
  length: number;
}

export interface FollowOptions {
  readonly transport: Transport;
  /** The request that begins the stream; repeated as it is until the stream's id is known. */
  readonly opening: ApiRequest;
  readonly include: readonly OptionalChunkType[];
  readonly cursor: Cursor;
  readonly signal: AbortSignal;
  readonly onStatus: (status: ConnectionStatus) => void;
}

// A reader that lets chunks lie for so long has made its own delays.
const READER_PAUSED_MS = 500;

/** Ends with `stream_end`, or when the server has nothing more. Throws `ChatError`, or the reason of `signal`. */
export async function* followStream(options: FollowOptions): AsyncGenerator<PositionedChunk, void> {
  const { transport, signal, cursor, onStatus } = options;
  const arrival = transport.buffering.watch();
  const backoff = createBackoff(transport.retry, (retryInMs, attempt) =>
    onStatus({ state: 'waiting', retryInMs, attempt }),
  );
  try {
    for (;;) {
      const before = cursor.lastEventId;
      try {
        for await (const chunk of followOnce(options, arrival)) {
          // Only what moves the cursor is progress: a server that greets and dies must not be asked for ever.
          if (cursor.lastEventId !== before) backoff.reset();
          const handedOutAt = Date.now();
          yield chunk;
          if (Date.now() - handedOutAt > READER_PAUSED_MS) arrival.spoil();
          if (chunk.type === 'stream_end') return;
        }
        return;
      } catch (error) {
        if (!(error instanceof LineGone)) throw error;
        arrival.spoil();
        await backoff.wait(error, signal);
      }
    }
  } finally {
    onStatus({ state: 'closed' });
  }
}

/** One connection: ends when the answer is over, throws `LineGone` when it is not. */
async function* followOnce(options: FollowOptions, arrival: Arrival): AsyncGenerator<PositionedChunk, void> {
  const line = openLine(options.signal, options.transport.retry.silenceMs);
  const device = watchDevice((since) => {
    arrival.spoil();
    line.suspect(since);
  });
  try {
    options.onStatus({ state: 'connecting' });
    const body = await connect(options, line, arrival);
    if (body === null) return;
    options.onStatus({ state: 'open' });
    yield* readChunks(options, { body, line, device, arrival });
    throw new LineGone(connectionLost(undefined));
  } finally {
    device.stop();
    line.close();
  }
}

interface Connection {
  readonly body: ReadableStream<Uint8Array>;
  readonly line: Line;
  readonly device: DeviceWatch;
  readonly arrival: Arrival;
}

async function* readChunks(options: FollowOptions, { body, line, device, arrival }: Connection) {
  const before = line.arrivals();
  try {
    for await (const events of readEvents(body, line)) {
      // What waited through a sleep must not be taken for what a proxy held back.
      device.look();
      for (const event of events) {
        const chunk = accept(event, options);
        if (chunk === null) continue;
        arrival.chunk(chunk);
        yield chunk;
      }
    }
  } finally {
    if (line.fellSilent() && line.arrivals() === before) arrival.silent();
  }
}

/** The body to read; `null` when there is nothing after the cursor and nothing will come. */
async function connect({ transport, opening, include, cursor }: FollowOptions, line: Line, arrival: Arrival) {
  const request = cursor.streamId === null ? opening : resumeRequest(cursor.streamId, cursor.lastEventId, include);
  if (request.method === 'POST') arrival.sent();
  const response = await exchange(transport, request, line);
  if (response.status === 204) return null;
  if (!response.ok) await refuse(response, line, cursor.streamId !== null);
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) {
    throw unexpectedResponse(
      response.status,
      'The answer is not a stream. Does the address belong to a Tradistry server?',
    );
  }
  cursor.streamId = response.headers.get('x-stream-id') ?? cursor.streamId;
  return response.body;
}

/** `GET` of a stream from the chunk after `lastEventId`, or from its start. */
export function resumeRequest(
  streamId: string,
  lastEventId: string | null,
  include: readonly OptionalChunkType[],
): ApiRequest {
  const query = include.length > 0 ? `?include=${include.join(',')}` : '';
  return {
    method: 'GET',
    path: `/api/ai/chat/streams/${encodeURIComponent(streamId)}${query}`,
    headers: { accept: 'text/event-stream', ...(lastEventId === null ? {} : { 'last-event-id': lastEventId }) },
  };
}

/** The event's chunk, or `null` for one that was seen before; moves the cursor. */
function accept(event: EventSourceMessage, { cursor, transport }: FollowOptions): PositionedChunk | null {
  if (event.id !== undefined && cursor.lastEventId !== null && Number(event.id) <= Number(cursor.lastEventId)) {
    return null;
  }
  const chunk = parseChunk(event.data);
  if (chunk.type === 'error' && chunk.code === 'token_expired' && event.id === undefined) {
    // Not the turn's end but this viewer's: the turn goes on, and a fresh token may watch it.
    transport.tokens.forget();
    throw new LineGone(new ChatError({ code: chunk.code, status: 401, detail: chunk.message }));
  }
  if (event.id !== undefined) cursor.lastEventId = event.id;
  if (chunk.type === 'session_info') cursor.streamId ??= chunk.stream_id ?? null;
  return chunk.type === 'token' ? position(chunk, cursor) : chunk;
}

function position(chunk: Token, cursor: Cursor): PositionedChunk {
  const at = chunk.at ?? cursor.length;
  cursor.length = at + chunk.content.length;
  return { ...chunk, at };
}

function parseChunk(data: string): StreamChunk {
  try {
    const value: unknown = JSON.parse(data);
    // The server's contract; a schema check for each token would cost more than the token.
    if (typeof value === 'object' && value !== null && 'type' in value) return value as StreamChunk;
  } catch (error) {
    throw unexpectedResponse(200, `A chunk of the stream cannot be read (${String(error)}).`);
  }
  throw unexpectedResponse(200, 'A chunk of the stream cannot be read.');
}
