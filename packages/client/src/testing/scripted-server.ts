/** A small server on a real socket that answers each connection as its test scripts it. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { encodeChunk, type StreamChunk } from '@tradistry/protocol';

/** What the server saw of one request. */
interface SeenRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request; the next request gets the next act, and the last act goes on for ever. */
export type Act = (response: ServerResponse, request: SeenRequest) => void | Promise<void>;

interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** Resolves when a request's connection is closed by the client before the answer was ended. */
  readonly left: Promise<void>;
}

export async function startScriptedServer(...acts: [Act, ...Act[]]): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const left = Promise.withResolvers<void>();
  const server = createServer(async (request, response) => {
    const seen = { method: request.method ?? '', url: request.url ?? '', headers: request.headers };
    response.on('close', () => response.writableEnded || left.resolve());
    requests.push({ ...seen, body: await text(request) });
    const act = acts[requests.length - 1] ?? acts.at(-1);
    await act?.(response, { ...seen, body: requests.at(-1)?.body ?? '' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a listening TCP server is never a string or null.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    left: left.promise,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const STREAM_ID = 'turn-1';

/** The head of a stream's answer. */
export function openStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-stream-id': STREAM_ID });
  response.flushHeaders();
}

/** A log as it goes over the wire: ids 1, 2, 3, ... after `after`. */
export function wireOf(chunks: readonly StreamChunk[], after = 0): string {
  return chunks.map((chunk, index) => (index + 1 > after ? encodeChunk(index + 1, chunk) : '')).join('');
}

/** The id a request wants to go on after. */
export function cursorOf(request: SeenRequest): number {
  return Number(request.headers['last-event-id'] ?? 0);
}

/** Sends everything after the request's cursor. */
export function play(chunks: readonly StreamChunk[]): Act {
  return (response, request) => {
    openStream(response);
    response.end(wireOf(chunks, cursorOf(request)));
  };
}

/** Sends the first `bytes` after the request's cursor, then breaks the connection. */
export function playAndCut(chunks: readonly StreamChunk[], bytes: number): Act {
  return (response, request) => {
    openStream(response);
    const wire = wireOf(chunks, cursorOf(request)).slice(0, bytes);
    response.write(wire, () => response.destroy());
  };
}

/** Refuses with a problem document. */
export function refuseWith(status: number, code: string, headers: Record<string, string> = {}): Act {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/problem+json', ...headers });
    response.end(
      JSON.stringify({ type: 'about:blank', title: code, status, code, detail: `It is ${code}.`, request_id: 'r-1' }),
    );
  };
}

/** A log of an answer made of these tokens. */
export function logOf(tokens: readonly string[]): StreamChunk[] {
  let at = 0;
  const placed = tokens.map((content): StreamChunk => {
    at += content.length;
    return { type: 'token', content, at: at - content.length };
  });
  return [
    { type: 'session_info', session_id: 's-1', status: 'processing', stream_id: STREAM_ID },
    ...placed,
    { type: 'done', message: 'Streaming complete', finish_reason: 'stop' },
    { type: 'response_saved', message_id: 'm-1', processing_time_ms: 5 },
    { type: 'stream_end' },
  ];
}
