/** Every environment variable: its default, its rule, its description. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { LIMIT_VARIABLES } from './limit-variables.ts';
import { DEFAULT_MODELS, parseModelList } from './model-list.ts';
import { PROMPT_VARIABLES } from './prompt-variables.ts';
import { count, flag, milliseconds, origins, price, splitList, text, url, type Variable } from './variable-rules.ts';

/** Every variable, in the order of the documentation. `docs/configuration.md` is generated from this. */
export const VARIABLES = {
  PORT: {
    default: '3000',
    description: 'Port to listen on; `0` takes a free one.',
    schema: count(0, 65_535).default(3000),
  },
  HOST: {
    default: '127.0.0.1',
    description: 'Address to listen on. Anything but a loopback address needs `JWT_SECRET` or `JWT_JWKS_URL`.',
    schema: text.default('127.0.0.1'),
  },
  DATA_DIR: {
    default: '.data',
    description:
      'Folder of the embedded database, the signing secret and files on their way in. One process at a time.',
    schema: text.default('.data'),
  },
  BASE_PATH: {
    default: '/',
    description: 'Path under which a proxy serves the page and the API.',
    schema: z
      .string()
      .regex(/^\/([A-Za-z0-9._~-]+\/?)*$/, 'must be a path such as /tradistry')
      .default('/')
      .transform((path) => (path.endsWith('/') ? path : `${path}/`)),
  },
  DATABASE_URL: {
    default: 'none: the embedded PGlite',
    description: 'PostgreSQL 16 or newer, `postgresql://user:password@host/database`.',
    secret: true,
    schema: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that begins with postgresql://' }).optional(),
  },
  DATABASE_SCHEMA: {
    default: 'tradistry',
    description: 'The one schema everything lives in; the roles `<schema>_app` and `<schema>_system` belong to it.',
    schema: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,40}$/, 'must be a lower-case identifier of at most 41 characters')
      .default('tradistry'),
  },
  REDIS_URL: {
    default: 'none: in process',
    description:
      'Valkey or Redis 7+, `redis://` or `rediss://`: answers are live on every instance. It is never needed to start, and may go away.',
    secret: true,
    schema: z.url({ protocol: /^rediss?$/, error: 'must be a URL that begins with redis:// or rediss://' }).optional(),
  },
  OPENROUTER_API_KEY: {
    default: 'none: the offline analyst answers',
    description: 'Key of the model provider.',
    secret: true,
    schema: text.optional(),
  },
  OPENROUTER_BASE_URL: {
    default: "OpenRouter's public API, version 1",
    description:
      'Any OpenAI-compatible server (Ollama, llama.cpp, vLLM). Set without a key, it turns the model on as well.',
    schema: url.optional(),
  },
  OPENROUTER_HTTP_REFERER: { default: 'none', description: 'Sent as `HTTP-Referer`.', schema: text.optional() },
  OPENROUTER_X_TITLE: {
    default: 'none',
    description: 'Sent as `X-Title` and `X-OpenRouter-Title`.',
    schema: text.optional(),
  },
  LLM_MODELS: {
    default: DEFAULT_MODELS,
    description: 'Models, comma-separated, best first; a leading integer is the tier: `2:vendor/model:free`.',
    schema: z.string().default(DEFAULT_MODELS).transform(parseModelList),
  },
  LLM_FIRST_TOKEN_TIMEOUT_MS: {
    default: '10000',
    description: 'So long a model may take to its first content, reasoning or tool call.',
    schema: milliseconds.default(10_000),
  },
  LLM_IDLE_TIMEOUT_MS: {
    default: '8000',
    description: 'So long a model may fall silent in mid-answer; comments do not count as life.',
    schema: milliseconds.default(8_000),
  },
  LLM_TOTAL_TIMEOUT_MS: {
    default: '120000',
    description: 'So long one attempt may take in all.',
    schema: milliseconds.default(120_000),
  },
  LLM_MAX_ANSWER_TOKENS: {
    default: 'none: as many as the model likes',
    description: 'An answer has at most so many tokens; never more than the model gives are asked for.',
    schema: count(1, 10_000_000).optional(),
  },
  LLM_WARM_CONNECTIONS: {
    default: '2',
    description: 'Connections to the provider kept open ahead of need, so that a question waits for no handshake.',
    schema: count(0, 100).default(2),
  },
  LLM_PROVIDER_ORDER: {
    default: 'none: as OpenRouter finds best',
    description: "OpenRouter's providers, comma-separated, the preferred first: `DeepInfra,Together`.",
    schema: text.transform(splitList).default([]),
  },
  LLM_DATA_COLLECTION: {
    default: "none: as the provider's account says",
    description: '`deny`: OpenRouter asks only providers that keep nothing for training. `allow`: any.',
    schema: z.enum(['allow', 'deny'], { error: 'must be allow or deny' }).optional(),
  },
  LLM_ZERO_RETENTION: {
    default: 'false',
    description: '`true`: OpenRouter asks only endpoints that retain nothing at all.',
    schema: flag.default(false),
  },
  LLM_MAX_PRICE_PROMPT: {
    default: 'none',
    description: 'OpenRouter asks only providers that take at most so many USD for a million tokens of the prompt.',
    schema: price.optional(),
  },
  LLM_MAX_PRICE_COMPLETION: {
    default: 'none',
    description: 'The same for a million tokens of the answer.',
    schema: price.optional(),
  },
  LLM_ROUTER_MODELS: {
    default: 'none',
    description:
      'Models, comma-separated, that OpenRouter may fall back to by itself before the first token (`models` of its API).',
    schema: text.transform(splitList).default([]),
  },
  LADDER_BUDGET_MS: {
    default: '30000',
    description:
      'So long a turn may go without any content, thoughts and tool calls included, before the offline analyst answers; without any text four times as long at most.',
    schema: milliseconds.default(30_000),
  },
  MODEL_REQUESTS_DAYS: {
    default: '30',
    description:
      'So many days the requests that made an answer are kept, so that its user can see what the model saw. `0`: not at all.',
    schema: count(0, 3650).default(30),
  },
  LLM_HEDGE_PERCENT: {
    default: '0',
    description:
      'Where the first token is later than that model takes 95 times in 100, the next model is asked too, and the first to speak answers: for at most so many in 100 requests, once in a question, and never of one that is known to cost more than twice as much. `0`: never.',
    schema: count(0, 100).default(0),
  },
  LLM_BREAKER_FAILURES: {
    default: '5',
    description:
      'So many failures of a model one after the other take it out of use for some seconds; `0`: none do, for a single local model.',
    schema: count(0, 1_000).default(5),
  },
  EMBEDDINGS_MODEL: {
    default: 'the local model',
    description:
      'Notes and chats are found by meaning with vectors of this model, asked of `EMBEDDINGS_BASE_URL`. Unset: MiniLM, in a thread of the server. `none`: by words alone. Another model means that everything is read again, in the background.',
    schema: text.optional(),
  },
  EMBEDDINGS_BASE_URL: {
    default: 'that of `OPENROUTER_BASE_URL`, with its key',
    description: 'Any OpenAI-compatible server with `/embeddings`, for `EMBEDDINGS_MODEL`.',
    schema: url.optional(),
  },
  EMBEDDINGS_API_KEY: {
    default: 'none',
    description: 'Key of `EMBEDDINGS_BASE_URL`. The key of OpenRouter is never sent there.',
    secret: true,
    schema: text.optional(),
  },
  EMBEDDINGS_BUDGET_MS: {
    default: '60',
    description: "So long a turn waits for its question's vector; then words alone must do, and a `warning` says so.",
    schema: count(1, 10_000).default(60),
  },
  ...PROMPT_VARIABLES,
  JWT_SECRET: {
    default: 'a secret made on first start, kept in `DATA_DIR`',
    description:
      'HS256 secret, better of 32 characters or more. Setting it ends local mode: every request needs a token.',
    secret: true,
    schema: z.string().min(1).optional(),
  },
  JWT_JWKS_URL: {
    default: 'none',
    description: 'Keys of an identity provider (RS256, ES256, EdDSA). Setting it ends local mode.',
    schema: url.optional(),
  },
  JWT_ISSUER: { default: 'none', description: 'Required `iss` of tokens.', schema: text.optional() },
  JWT_AUDIENCE: { default: 'none', description: 'Required `aud` of tokens.', schema: text.optional() },
  CORS_ORIGINS: {
    default: 'none',
    description: 'Origins of other pages that may call the API, comma-separated.',
    schema: origins.default([]),
  },
  TRUST_PROXY: {
    default: 'none',
    description:
      'Addresses or networks of proxies in front, comma-separated, whose `X-Forwarded-*` headers are believed; `true` believes whoever connects.',
    schema: text
      .transform(splitList)
      .refine(
        (list) => list.join() === 'true' || list.every(isAddress),
        'must be addresses or networks such as 10.0.0.0/8, or true',
      )
      .transform((list) => (list.join() === 'true' ? true : list))
      .optional(),
  },
  METRICS_TOKEN: {
    default: 'none',
    description:
      'Bearer token that opens `/metrics` and the parts of `/readyz` to a monitor, beside the scope `ops:read`.',
    secret: true,
    schema: z.string().min(16, 'must have at least 16 characters').optional(),
  },
  AUTH_TOKEN_URL: {
    default: 'none',
    description: 'Where the page fetches its token: same origin, answers `{token, expires_at}`.',
    schema: z
      .string()
      .regex(/^\/(?!\/)/, 'must be a path on the same origin, such as /session/token')
      .optional(),
  },
  ...LIMIT_VARIABLES,
  SHUTDOWN_GRACE_MS: {
    default: '30000',
    description: 'After SIGTERM, running answers have so long to finish.',
    schema: count(0, 3_600_000).default(30_000),
  },
  SHUTDOWN_DELAY_MS: {
    default: '0',
    description:
      'After SIGTERM, readiness fails for so long before new questions are refused: more than the pause between two looks of a load balancer, where one is in front.',
    schema: count(0, 300_000).default(0),
  },
  STREAMING_ENABLED: {
    default: 'true',
    description: '`false` refuses `POST /api/ai/chat/stream`; `POST /api/ai/chat` goes on.',
    schema: flag.default(true),
  },
  LOG_USER_IDS: {
    default: 'plain',
    description:
      '`hashed`: logs, traces and the operators’ pages show a keyed hash of each user id; the same user has the same one everywhere.',
    schema: z.enum(['plain', 'hashed'], { error: 'must be plain or hashed' }).default('plain'),
  },
  LOG_USER_SALT: {
    default: 'made of `JWT_SECRET`, or of the secret in `DATA_DIR`',
    description: 'Key of those hashes. Several instances that share no `JWT_SECRET` need the same one.',
    secret: true,
    schema: z.string().min(16, 'must have at least 16 characters').optional(),
  },
  STREAM_RECORDS_DAYS: {
    default: '30',
    description: 'So long the record of each stream is kept for operators; its share of the key figures stays.',
    schema: count(1, 3650).default(30),
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    default: 'none',
    description: 'Collector that traces are sent to, by OTLP over HTTP: `http://collector:4318`.',
    schema: url.optional(),
  },
  OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: {
    default: 'false',
    description: '`true`: traces hold what models were told and what they said. Nothing else ever does.',
    schema: flag.default(false),
  },
  LOG_LEVEL: {
    default: 'info',
    description: '`fatal` `error` `warn` `info` `debug` `trace` or `silent`.',
    schema: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  },
} as const satisfies Record<string, Variable>;

function isAddress(value: string): boolean {
  const [address = '', bits] = value.split('/');
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= 128));
}
