/** What a model provider does in tests, as a list of steps: played as an event stream, or made into one plain answer. */
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One thing the provider does while it answers. A string is content. */
export type Step =
  | string
  | { readonly reasoning: string }
  | { readonly finish: string }
  | { readonly usage: Record<string, number> }
  /** A delta as it is, for tool calls and odd shapes. */
  | { readonly delta: Record<string, unknown> }
  /** An error amid the stream. */
  | { readonly error: Record<string, unknown> }
  /** These characters, as they are. */
  | { readonly raw: string }
  | { readonly bytes: Uint8Array }
  | { readonly pauseMs: number }
  /** Goes on when the promise resolves. */
  | { readonly until: Promise<unknown> }
  | 'DONE'
  /** Breaks the connection: once what was written is on its way, or, as `reset`, with what is still unread thrown away. */
  | { readonly cut: true | 'reset' }
  /** Says nothing more and leaves the connection open. */
  | { readonly hang: true }
  /** The same characters again and again, until the caller is gone. */
  | { readonly again: string; readonly everyMs: number };

/** An answer that is not a stream: its body as JSON, or `text` as it is. */
export interface PlainScript {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

/** What is answered. */
export type Script = readonly Step[] | PlainScript;

/** How an answer is played. */
export interface Stage {
  readonly model: string;
  /** Rest after each piece of content, in milliseconds. */
  readonly paceMs: number;
}

const USAGE = { prompt_tokens: 100, total_tokens: 100, cost: 0.0001 };

/** What ends an answer of `tokens` well. */
export function ending(tokens: number, finish = 'stop'): Step[] {
  return [{ finish }, { usage: { ...USAGE, completion_tokens: tokens, total_tokens: 100 + tokens } }, 'DONE'];
}

/** Answers with a status and a body. */
export function send(script: PlainScript | undefined, response: ServerResponse): void {
  const status = script?.status ?? 500;
  response.writeHead(status, { 'content-type': 'application/json', ...script?.headers });
  const body = script?.body ?? { error: { code: status, message: 'provider text that nobody must see' } };
  response.end(script?.text ?? JSON.stringify(body));
}

/** Answers with an event stream. */
export async function play(steps: readonly Step[], response: ServerResponse, stage: Stage): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': OPENROUTER PROCESSING\n\n');
  for (const step of steps) {
    if (response.destroyed) return;
    if (step === 'DONE') response.write('data: [DONE]\n\n');
    else if (typeof step === 'string') await say(step, response, stage);
    else if ('pauseMs' in step) await sleep(step.pauseMs);
    else if ('until' in step) await step.until;
    else if ('cut' in step) return cut(response, step.cut);
    else if ('hang' in step) return;
    else if ('again' in step) return repeat(step, response);
    else if ('bytes' in step) await flush(step.bytes, response);
    else response.write(toText(step, stage.model));
  }
  response.end();
}

async function say(content: string, response: ServerResponse, { model, paceMs }: Stage): Promise<void> {
  response.write(event(model, { choices: [{ index: 0, delta: { content }, finish_reason: null }] }));
  if (paceMs > 0) await sleep(paceMs);
}

/** Resolves when these and all bytes before them have been handed to the kernel, so that they are a packet. */
function flush(bytes: Uint8Array | string, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => response.write(bytes, () => resolve()));
}

async function cut(response: ServerResponse, how: true | 'reset'): Promise<void> {
  if (how === 'reset') response.socket?.resetAndDestroy();
  else await flush('\n', response);
  response.destroy();
}

function repeat({ again, everyMs }: { again: string; everyMs: number }, response: ServerResponse): void {
  const timer = setInterval(() => response.write(again), everyMs);
  response.on('close', () => clearInterval(timer));
}

/** Steps that are one event, or characters, each. */
type Written = Exclude<
  Step,
  string | { pauseMs: number } | { until: unknown } | { cut: unknown } | { hang: true } | { bytes: unknown }
> & { again?: never };

function toText(step: Written, model: string): string {
  if ('raw' in step) return step.raw;
  if ('delta' in step) return event(model, { choices: [{ index: 0, delta: step.delta, finish_reason: null }] });
  if ('reasoning' in step) return event(model, { choices: [{ delta: { content: '', reasoning: step.reasoning } }] });
  if ('finish' in step) return event(model, { choices: [{ delta: { content: '' }, finish_reason: step.finish }] });
  if ('usage' in step) return event(model, { choices: [], usage: step.usage });
  return event(model, { error: step.error, choices: [{ delta: { content: '' }, finish_reason: 'error' }] });
}

/** One event of the stream. */
export function event(model: string, rest: Record<string, unknown>): string {
  return `data: ${JSON.stringify({ id: 'gen-test', provider: 'OpenAI', model, object: 'chat.completion.chunk', ...rest })}\n\n`;
}

/** The same answer to a caller who wants it in one piece; what breaks a stream breaks the body. */
export async function playPlain(steps: readonly Step[], response: ServerResponse, { model }: Stage): Promise<void> {
  const content = steps.filter((step) => typeof step === 'string' && step !== 'DONE').join('');
  const objects = steps.filter((step) => typeof step === 'object');
  const error = objects.find((step) => 'error' in step);
  if (error) return send({ status: 200, body: { error: error.error } }, response);
  const finish = objects.find((step) => 'finish' in step)?.finish ?? 'stop';
  const usage = objects.find((step) => 'usage' in step)?.usage;
  const calls = objects.flatMap((step) => ('delta' in step ? toolCallsOf(step.delta) : []));
  const message = { role: 'assistant', content: content || null, ...(calls.length > 0 && { tool_calls: join(calls) }) };
  const body = JSON.stringify({
    id: 'gen-test',
    model,
    choices: [{ index: 0, message, finish_reason: finish }],
    usage,
  });
  const broken = objects.find((step) => 'cut' in step || 'hang' in step || 'again' in step);
  if (!broken) return send({ status: 200, text: body }, response);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.write(body.slice(0, body.length / 2));
  if ('cut' in broken) await cut(response, broken.cut);
}

interface CallPiece {
  readonly index: number;
  readonly id?: string;
  readonly type?: string;
  readonly function?: { readonly name?: string; readonly arguments?: string };
}

function toolCallsOf(delta: Record<string, unknown>): CallPiece[] {
  // The scripts' own deltas, in the provider's shape.
  return (delta['tool_calls'] as CallPiece[] | undefined) ?? [];
}

function join(pieces: readonly CallPiece[]): unknown[] {
  return [...Map.groupBy(pieces, ({ index }) => index).values()].map((group) => ({
    id: group.find(({ id }) => id)?.id,
    type: 'function',
    function: {
      name: group.map((piece) => piece.function?.name ?? '').join(''),
      arguments: group.map((piece) => piece.function?.arguments ?? '').join(''),
    },
  }));
}
