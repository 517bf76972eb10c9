/** The model of the torture: speaks OpenRouter's protocol over a socket, tells known stories word by word, and goes on exactly where a prefill ends. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createRandom, type Random } from './random.ts';
import { createStory, readQuestion } from './story.ts';

export interface ModelCall {
  /** Where in the story it was asked to begin. */
  readonly from: number;
  /** What it was given to continue is not the beginning of its story. */
  readonly strayed: boolean;
  /** Where it had come to. */
  reached: number;
  ended: boolean;
}

export interface ModelServer {
  /** To be given as `OPENROUTER_BASE_URL`. */
  readonly url: string;
  /** The calls for a story, in order. */
  callsFor(key: string): readonly ModelCall[];
  /** Resolves once that share (0 to 1) of a story was sent; 0: once it was asked for. */
  reached(key: string, share: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface Waiting {
  readonly share: number;
  readonly resolve: () => void;
}

interface Message {
  readonly role: string;
  readonly content: string;
}

export const MODEL = 'torture/model';
const HEAD = { id: 'gen-torture', provider: 'Torture', model: MODEL, object: 'chat.completion.chunk', created: 1 };
const MODELS = {
  data: [
    { id: MODEL, context_length: 1_000_000, supported_parameters: ['max_tokens', 'temperature', 'assistant_prefill'] },
  ],
};

/** Starts one that sends a piece every `paceMs`. */
export async function startModelServer(paceMs: number): Promise<ModelServer> {
  const calls = new Map<string, ModelCall[]>();
  const waiting = new Map<string, Waiting[]>();
  const server = createServer(async (request, response) => {
    const body = await text(request).catch(() => '');
    if (request.method === 'GET') return void response.end(JSON.stringify(MODELS));
    if (body !== '') answer(JSON.parse(body), response);
  });

  function answer(body: { messages: Message[]; stream?: boolean }, response: ServerResponse): void {
    const asked = readQuestion(body.messages.map(({ content }) => content).join('\n'));
    if (!asked) return void response.writeHead(400).end('{"error":{"code":400,"message":"no story was asked for"}}');
    const { key, words } = asked;
    const story = createStory(key, words);
    const before = calls.get(key) ?? [];
    const kept = body.messages.findLast(({ role }) => role === 'assistant')?.content ?? '';
    const call = { from: kept.length, strayed: !story.isBeginning(kept), reached: kept.length, ended: false };
    calls.set(key, [...before, call]);
    response.on('close', () => {
      call.ended = true;
    });
    const rest = story.tell(before.length).slice(kept.length);
    const random = createRandom(before.length).fork(key);
    const onPiece = () => tell(key, call.reached / story.length);
    onPiece();
    if (body.stream === false) sendWhole(response, rest);
    else stream(response, { pieces: cut(rest, random), paceMs, call, onPiece });
  }

  function tell(key: string, share: number): void {
    const all = waiting.get(key) ?? [];
    for (const one of all) if (one.share <= share) one.resolve();
    waiting.set(
      key,
      all.filter((one) => one.share > share),
    );
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server's address is an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    callsFor: (key) => calls.get(key) ?? [],
    reached(key, share) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.set(key, [...(waiting.get(key) ?? []), { share, resolve }]);
      return promise;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Pieces of 1 to 12 units; some cut a surrogate pair in two. */
function cut(rest: string, random: Random): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < rest.length; ) {
    const end = at + random.between(1, 12);
    pieces.push(rest.slice(at, end));
    at = end;
  }
  return pieces;
}

interface Telling {
  readonly pieces: string[];
  readonly paceMs: number;
  readonly call: ModelCall;
  readonly onPiece: () => void;
}

function stream(response: ServerResponse, { pieces, paceMs, call, onPiece }: Telling): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(': OPENROUTER PROCESSING\n\n');
  const timer = setInterval(next, paceMs);
  response.on('close', () => clearInterval(timer));

  function next(): void {
    const content = pieces.shift();
    if (content === undefined) {
      end();
      return;
    }
    response.write(toEvent({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
    call.reached += content.length;
    onPiece();
  }

  function end(): void {
    clearInterval(timer);
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20, cost: 0 };
    const last = toEvent({ choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }] });
    response.end(`${last}${toEvent({ choices: [], usage })}data: [DONE]\n\n`);
  }
}

function sendWhole(response: ServerResponse, content: string): void {
  response.setHeader('content-type', 'application/json');
  const choices = [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }];
  response.end(JSON.stringify({ ...HEAD, object: 'chat.completion', choices }));
}

function toEvent(rest: object): string {
  return `data: ${JSON.stringify({ ...HEAD, ...rest })}\n\n`;
}
