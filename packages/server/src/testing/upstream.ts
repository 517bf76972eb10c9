/** A model provider for tests: speaks OpenRouter's protocol over a real socket, scripted per test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ending, play, playPlain, type Script, type Step, send } from './play-script.ts';

/** What the provider got. */
export interface UpstreamCall {
  readonly headers: IncomingMessage['headers'];
  readonly body: { model: string; messages: { role: string; content: string }[] } & Record<string, unknown>;
  /** True once the caller closed its side before the answer was complete. */
  readonly cancelled: boolean;
}

export interface Upstream {
  /** To be given as `OPENROUTER_BASE_URL`. */
  readonly url: string;
  readonly calls: UpstreamCall[];
  /** The next calls get these, one each; after the last one it is used again. */
  script(...scripts: Play[]): void;
  /** What `GET /models` has from now on; an empty list at first. */
  list(body: unknown): void;
  /** What `GET /generation` has from now on; `null`, as at first: there is no such bill. */
  bill(body: unknown): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** What a call is answered with. */
export type Play = Script | ((call: UpstreamCall) => Script);

/** What each model plays, one call after the other; the last again and again. */
export function byModel(plays: Readonly<Record<string, readonly Play[]>>): (call: UpstreamCall) => Script {
  const waiting = new Map(Object.entries(plays).map(([model, list]) => [model, [...list]]));
  return (call) => {
    const list = waiting.get(call.body.model) ?? [];
    const play = list.length > 1 ? list.shift() : list[0];
    return (typeof play === 'function' ? play(call) : play) ?? { status: 404 };
  };
}

/** An answer in `pieces` that ends well, with a usage chunk. */
export function answer(...pieces: Step[]): Script {
  return [...pieces, ...ending(pieces.length)];
}

/** Starts one on a free port of the loopback interface. */
export async function startUpstream(): Promise<Upstream> {
  const calls: UpstreamCall[] = [];
  let scripts: Play[] = [answer('Hello', ' there', '.')];
  let list: unknown = { data: [] };
  let bill: unknown = null;
  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url?.includes('/generation?'))
      return send(bill === null ? { status: 404 } : { status: 200, body: bill }, response);
    if (request.method === 'GET') return send({ status: 200, body: list }, response);
    const body = JSON.parse(await text(request)) as UpstreamCall['body'];
    const call = { headers: request.headers, body, cancelled: false };
    calls.push(call);
    response.on('close', () => {
      if (!response.writableFinished) call.cancelled = true;
    });
    const next = scripts.length > 1 ? scripts.shift() : scripts[0];
    const script = typeof next === 'function' ? next(call) : next;
    if (!script || 'status' in script) return send(script, response);
    const stage = { model: body.model, paceMs: 0 };
    return body['stream'] === false ? playPlain(script, response, stage) : play(script, response, stage);
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return {
    // A TCP server's address is an AddressInfo.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    script: (...next) => {
      scripts = next;
    },
    list: (body) => {
      list = body;
    },
    bill: (body) => {
      bill = body;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
