/** A server with a scripted provider behind it, and the calls that tests of the chat make all the time. */
import { startTestServer, type TestServer } from './start-server.ts';
import { answer, startUpstream, type Upstream } from './upstream.ts';

/** A message as far as these tests look. */
interface StoredMessage {
  readonly id: string;
  readonly parent_id: string | null;
  readonly role: string;
  readonly content: string;
  readonly status: string;
}

export interface Chat {
  readonly server: TestServer;
  readonly upstream: Upstream;
  /** `POST /api/ai/chat/stream` as `alice`, or as `userId`. */
  ask(json: unknown, init?: { userId?: string; plan?: string; headers?: Record<string, string> }): Promise<Response>;
  stored(sessionId: string): Promise<StoredMessage[]>;
  /** Forgets the provider's calls and has it say "Hello there." again. */
  reset(): void;
  close(): Promise<void>;
}

/** Opens the parts of `/readyz`. */
const METRICS_TOKEN = 'metrics-of-the-tests';
const MODELS = 'a/one,2:b/two';
/** Configured and not listed: what readiness says of it shows that the list was read. */
const GONE = 'z/gone';

/** Starts both; `env` adds to the configuration. With a `list` the provider's list of models has been read when this resolves. */
export async function startChat(env: Record<string, string> = {}, list: readonly object[] = []): Promise<Chat> {
  const upstream = await startUpstream();
  upstream.list({ data: list });
  const { LLM_MODELS = MODELS } = env;
  const server = await startTestServer({
    ...{ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k', METRICS_TOKEN },
    ...env,
    LLM_MODELS: list.length > 0 ? `${LLM_MODELS},9:${GONE}` : LLM_MODELS,
  });
  if (list.length > 0) await untilListIsRead(server);
  return {
    server,
    upstream,
    ask: (json, init = {}) => server.call('/api/ai/chat/stream', { json, ...init }),
    async stored(sessionId) {
      const response = await server.call(`/api/ai/chat/sessions/${sessionId}/messages`);
      return ((await response.json()) as { items: StoredMessage[] }).items;
    },
    reset() {
      upstream.calls.length = 0;
      upstream.script(answer('Hello', ' there', '.'));
    },
    async close() {
      await server.close();
      await upstream.close();
    },
  };
}

async function untilListIsRead(server: TestServer): Promise<void> {
  const headers = { authorization: `Bearer ${METRICS_TOKEN}` };
  for (;;) {
    const ready = await server.call('/readyz', { headers });
    if ((await ready.text()).includes(GONE)) return;
  }
}
