/** A model provider for tests: speaks OpenRouter's protocol over a real socket, scripted per test. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the provider got. */
export interface UpstreamCall {
  readonly headers: IncomingMessage['headers'];
  readonly body: { model: string; messages: { role: string; content: string }[] } & Record<string, unknown>;
  /** True once the caller closed its side before the answer was complete. */
  readonly cancelled: boolean;
}

/** One thing the provider does while it answers. A string is content. */
export type Step =
  | string
  | { readonly reasoning: string }
  | { readonly finish: string }
  | { readonly usage: Record<string, number> }
  /** An error amid the stream. */
  | { readonly error: Record<string, unknown> }
  /** These characters, as they are. */
  | { readonly raw: string }
  | { readonly bytes: Uint8Array }
  | { readonly pauseMs: number }
  /** Goes on when the promise resolves. */
  | { readonly until: Promise<unknown> }
  | 'DONE'
  /** Breaks the connection. */
  | { readonly cut: true }
  /** Says nothing more and leaves the connection open. */
  | { readonly hang: true };

/** What is answered: a status with an error body, or a stream of steps. */
export type Script =
  | readonly Step[]
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

export interface Upstream {
  /** To be given as `OPENROUTER_BASE_URL`. */
  readonly url: string;
  readonly calls: UpstreamCall[];
  /** The next calls get these, one each; after the last one it is used again. */
  script(...scripts: (Script | ((call: UpstreamCall) => Script))[]): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** An answer in `pieces` that ends well, with a usage chunk. */
export function answer(...pieces: Step[]): Script {
  return [
    ...pieces,
    { finish: 'stop' },
    {
      usage: { prompt_tokens: 100, completion_tokens: pieces.length, total_tokens: 100 + pieces.length, cost: 0.0001 },
    },
    'DONE',
  ];
}

/** Starts one on a free port of the loopback interface. */
export async function startUpstream(): Promise<Upstream> {
  const calls: UpstreamCall[] = [];
  let scripts: (Script | ((call: UpstreamCall) => Script))[] = [answer('Hello', ' there', '.')];
  const server = createServer((request, response) => void serve(request, response));

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET')
      return void response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[]}');
    const body = JSON.parse(await readAll(request)) as UpstreamCall['body'];
    const call = { headers: request.headers, body, cancelled: false };
    calls.push(call);
    response.on('close', () => {
      if (!response.writableFinished) call.cancelled = true;
    });
    const next = scripts.length > 1 ? scripts.shift() : scripts[0];
    const script = typeof next === 'function' ? next(call) : next;
    if (script && !('status' in script)) return play(script, response, body.model);
    response.writeHead(script?.status ?? 500, { 'content-type': 'application/json', ...script?.headers });
    response.end(
      JSON.stringify(
        script?.body ?? { error: { code: script?.status, message: 'provider text that nobody must see' } },
      ),
    );
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
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function play(steps: readonly Step[], response: ServerResponse, model: string): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(': OPENROUTER PROCESSING\n\n');
  for (const step of steps) {
    if (response.destroyed) return;
    if (step === 'DONE') response.write('data: [DONE]\n\n');
    else if (typeof step === 'string') response.write(event(model, { choices: [{ delta: { content: step } }] }));
    else if ('pauseMs' in step) await sleep(step.pauseMs);
    else if ('until' in step) await step.until;
    else if ('cut' in step) return void response.destroy();
    else if ('hang' in step) return;
    else response.write('bytes' in step ? step.bytes : toText(model, step));
  }
  response.end();
}

function toText(
  model: string,
  step: Exclude<
    Step,
    string | { pauseMs: number } | { until: unknown } | { cut: true } | { hang: true } | { bytes: unknown }
  >,
): string {
  if ('raw' in step) return step.raw;
  if ('reasoning' in step) return event(model, { choices: [{ delta: { content: '', reasoning: step.reasoning } }] });
  if ('finish' in step) return event(model, { choices: [{ delta: { content: '' }, finish_reason: step.finish }] });
  if ('usage' in step) return event(model, { choices: [], usage: step.usage });
  return event(model, { error: step.error, choices: [{ delta: { content: '' }, finish_reason: 'error' }] });
}

function event(model: string, rest: Record<string, unknown>): string {
  return `data: ${JSON.stringify({ id: 'gen-test', provider: 'OpenAI', model, object: 'chat.completion.chunk', ...rest })}\n\n`;
}

async function readAll(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
