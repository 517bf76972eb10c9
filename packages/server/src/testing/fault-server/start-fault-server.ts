/** A model provider that fails on purpose: OpenRouter's protocol over a real socket, each fault chosen by the model's name. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type PlainScript, play, playPlain, type Script, type Stage, send } from '../play-script.ts';
import { type Asked, type ChatBody, type Continuing, playedModel, questionOf, readAsked } from './asked.ts';
import { type Reaction, strikePoint, wholeAnswer } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours.ts';
import { listModels, usagePage } from './catalogue.ts';
import { NO_PREFILL } from './continuations.ts';
import { readModelName } from './model-name.ts';

/** One call of a model, as it was answered. */
export interface FaultCall {
  /** What stands before `/v1` in the address: callers that are to know nothing of each other. */
  readonly space: string;
  readonly model: string;
  readonly question: string;
  readonly streaming: boolean;
  readonly continuing: Continuing;
  /** How much of the answer the caller had, in UTF-16 code units. */
  readonly kept: number;
  /** Milliseconds since the server's start. */
  readonly at: number;
  cancelled: boolean;
}

export interface FaultServerOptions {
  /** 0: a free one. */
  readonly port: number;
  /** Rest after each piece of an answer, in milliseconds. */
  readonly paceMs: number;
  /** Names that its list of models has besides. */
  readonly models?: readonly string[];
}

export interface FaultServer {
  readonly origin: string;
  readonly calls: FaultCall[];
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Listens on the loopback interface. */
export async function startFaultServer(options: FaultServerOptions): Promise<FaultServer> {
  const calls: FaultCall[] = [];
  const firsts = new Map<string, number>();
  const server = createServer((request, response) => void serve(request, response));
  server.keepAliveTimeout = 60_000;

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => response.destroy());
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [, space = '', path = pathname] = /^(?:\/([\w.-]+))?\/v1(\/.*)$/.exec(pathname) ?? [];
    const body = request.method === 'POST' ? await readJson(request) : null;
    const reaction = answerTo(`${request.method} ${path}`, space, body);
    if (reaction) return perform(reaction, response, { model: '', paceMs: 0 });
    if (!body || typeof body.model !== 'string') return send(problem(400, 'No JSON with a model.'), response);
    const called = record({ space, body }, response);
    await perform(called, response, { model: body.model, paceMs: options.paceMs, plain: body.stream !== true });
  }

  /** All that is no call of a model. */
  function answerTo(called: string, space: string, body: unknown): Reaction | null {
    if (called === 'POST /chat/completions') return null;
    if (called === 'GET /models') return listModels(space, options.models ?? []);
    if (called === 'GET /key') return { status: 200, body: { data: { label: 'fault', usage: 0, limit: null } } };
    if (called === 'GET /generation') return { status: 200, body: BILL };
    if (called === 'POST /embeddings') return { status: 200, body: embed(body) };
    if (called === 'GET /calls') return { status: 200, body: calls };
    if (called === 'GET /') return { status: 200, text: usagePage(), headers: TEXT };
    if (called !== 'DELETE /calls') return problem(404, 'There is no such path. GET / lists them.');
    calls.length = 0;
    firsts.clear();
    return { status: 200, body: {} };
  }

  /** Counts a call of a model, and says what the model does. */
  function record({ space, body }: { space: string; body: ChatBody }, response: ServerResponse): Reaction {
    const { model } = body;
    const question = questionOf(body.messages ?? []);
    const same = calls.filter((call) => call.space === space && call.model === model && call.question === question);
    const asked = readAsked(body, same.length + 1);
    const { continuing, kept } = asked;
    const at = performance.now();
    const call: FaultCall = {
      space,
      model,
      question,
      streaming: body.stream === true,
      continuing,
      kept,
      at,
      cancelled: false,
    };
    calls.push(call);
    response.setHeader('x-generation-id', `gen-fault-${calls.length}`);
    response.on('close', () => {
      if (!response.writableFinished) call.cancelled = true;
    });
    // A model that plays what its question says begins anew with each question.
    const first = `${space} ${model} ${model.startsWith('ask/') ? question : ''}`;
    if (!firsts.has(first)) firsts.set(first, at);
    if (continuing === 'prefill' && /^ask\/[34]$/.test(model)) return NO_PREFILL;
    return react(playedModel(body), asked, at - (firsts.get(first) ?? at));
  }

  await new Promise<void>((resolve) => server.listen(options.port, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  // A TCP server's address is an AddressInfo.
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { origin, calls, close, [Symbol.asyncDispose]: close };
}

async function perform(
  reaction: Reaction,
  response: ServerResponse,
  stage: Stage & { readonly plain?: boolean },
): Promise<void> {
  if ('line' in reaction) return void (reaction.line === 'reset' && response.socket?.resetAndDestroy());
  if ('afterMs' in reaction) await sleep(reaction.afterMs);
  const script: Script = 'afterMs' in reaction ? reaction.script : reaction;
  if (response.destroyed) return;
  if ('status' in script) return send(script, response);
  await (stage.plain ? playPlain : play)(script, response, stage);
}

function problem(status: number, message: string): PlainScript {
  return { status, body: { error: { code: status, message } } };
}

const BILL = { data: { total_cost: 0.0001, native_tokens_prompt: 100, native_tokens_completion: 10 } };
const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** What the model called `played` does. */
function react(played: string, asked: Asked, sinceFirstMs: number): Reaction {
  const name = readModelName(played);
  const behaviour = name && BEHAVIOURS[name.key];
  if (!name || !behaviour) return problem(404, `No model ${played}. GET / lists them.`);
  const strikesAt = strikePoint(asked.kept, name.position, behaviour);
  const well =
    (name.times !== null && asked.call > name.times) || (name.seconds !== null && sinceFirstMs > name.seconds * 1000);
  if (well) return wholeAnswer(asked);
  const scene = { ...asked, number: name.number ?? behaviour.number ?? 0, strikesAt, sinceFirstMs };
  return (!asked.body.stream && behaviour.actPlain ? behaviour.actPlain : behaviour.act)(scene);
}

async function readJson(request: IncomingMessage): Promise<ChatBody | null> {
  try {
    // Callers are tests and clients under test; what is missing is noticed where it is needed.
    return JSON.parse(await text(request)) as ChatBody;
  } catch {
    return null;
  }
}

/** Vectors that say nothing, one for each text. */
function embed(body: unknown): unknown {
  const { input = [] } = (body ?? {}) as { input?: string | string[] };
  const data = [input].flat().map((_, index) => ({ index, embedding: Array.from({ length: 384 }, () => 0.05) }));
  return { data, model: 'ok/embedding', usage: { prompt_tokens: 1, total_tokens: 1 } };
}
