/** Makes the client: one object with the calls of the API. */
import { DEFAULT_RETRY, type RetryPolicy } from './backoff.ts';
import { type Chat, createChat } from './chat.ts';
import { exportData } from './export-data.ts';
import { createMessages, createSessions, type Messages, type Sessions } from './sessions.ts';
import { createBufferingSpotter, type Notice } from './spot-buffering.ts';
import { createTokenSource, type Token } from './token-source.ts';
import { type ApiRequest, type CallOptions, call, type Transport } from './transport.ts';

export interface ClientOptions {
  /** Where the server is, for example `https://chat.example.com`; in a page `''` or a path means its own origin. */
  readonly baseUrl: string;
  /** Without a token the browser's cookie for the server's origin is used. */
  readonly token?: Token | undefined;
  /** Stands in for the global `fetch`. */
  readonly fetch?: typeof fetch | undefined;
  /** How hard to try when the connection is lost. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** Told what an operator should know, each thing once: a proxy that holds answers back. Without it nothing is said anywhere. */
  readonly onNotice?: ((notice: Notice) => void) | undefined;
}

export interface Client {
  readonly chat: Chat;
  readonly sessions: Sessions;
  readonly messages: Messages;
  /** Everything the user has: the bytes of a ZIP archive, as they come. */
  exportData(options?: CallOptions): AsyncIterable<Uint8Array>;
  /** Any other JSON call of the API, for example `request<ModelList>({ method: 'GET', path: '/api/ai/models' })`. */
  request<T>(request: ApiRequest, options?: CallOptions): Promise<T>;
}

/** Throws `TypeError` when `baseUrl` cannot be used here. */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    baseUrl: checkedBase(options.baseUrl),
    // Called through the global each time: `fetch` refuses to be a method, and pages and tests may replace it.
    fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
    tokens: createTokenSource(options.token),
    retry: { ...DEFAULT_RETRY, ...options.retry },
    buffering: createBufferingSpotter(options.onNotice ?? (() => undefined)),
  };
  return {
    chat: createChat(transport),
    sessions: createSessions(transport),
    messages: createMessages(transport),
    exportData: (callOptions) => exportData(transport, callOptions),
    request: (request, callOptions) => call(transport, request, callOptions),
  };
}

function checkedBase(baseUrl: string): string {
  // A wrong address would look like a lost connection on every attempt.
  if (!URL.canParse(baseUrl, globalThis.location?.href))
    throw new TypeError(`baseUrl is not an absolute URL: ${baseUrl}`);
  return baseUrl.replace(/\/+$/, '');
}
