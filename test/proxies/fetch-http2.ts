/** `fetch` over HTTP/2 by prior knowledge, for proxies that speak it without TLS; each origin has one connection, as in a browser. */
import { type ClientHttp2Session, type ClientHttp2Stream, connect, constants } from 'node:http2';
import { Readable } from 'node:stream';

interface Http2Fetch {
  readonly fetch: typeof fetch;
  [Symbol.dispose](): void;
}

export function createHttp2Fetch(): Http2Fetch {
  const sessions = new Map<string, ClientHttp2Session>();
  const sessionOf = (origin: string): ClientHttp2Session => {
    const known = sessions.get(origin);
    if (known && !known.closed && !known.destroyed) return known;
    const session = connect(origin);
    // What is open on it is told by each stream.
    session.on('error', () => session.destroy());
    session.on('goaway', () => sessions.delete(origin));
    sessions.set(origin, session);
    return session;
  };
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const url = new URL(request.url);
      const body = Buffer.from(await request.arrayBuffer());
      request.signal.throwIfAborted();
      const stream = sessionOf(url.origin).request(
        { ...Object.fromEntries(request.headers), ':method': request.method, ':path': url.pathname + url.search },
        { endStream: body.length === 0 },
      );
      request.signal.addEventListener('abort', () => stream.close(constants.NGHTTP2_CANCEL));
      if (body.length > 0) stream.end(body);
      return toResponse(stream);
    },
    [Symbol.dispose]() {
      for (const session of sessions.values()) session.destroy();
    },
  };
}

function toResponse(stream: ClientHttp2Stream): Promise<Response> {
  return new Promise((resolve, reject) => {
    const onGone = (error?: Error) => reject(error ?? new Error('the stream was closed before it was answered'));
    stream.once('error', onGone);
    stream.once('close', onGone);
    stream.once('response', ({ ':status': status = 0, ...fields }) => {
      const headers = Object.entries(fields).flatMap(([name, value]): [string, string][] =>
        name.startsWith(':') || value === undefined ? [] : [[name, String(value)]],
      );
      // Node's web streams are those of the platform; only their types differ.
      const body = status === 204 ? null : (Readable.toWeb(stream) as ReadableStream<Uint8Array<ArrayBuffer>>);
      resolve(new Response(body, { status, headers }));
    });
  });
}
