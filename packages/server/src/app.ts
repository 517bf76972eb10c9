/** The composition root: reads as the list of what the product is made of, and is alone in choosing adapters. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pino, { type Logger } from 'pino';
import { createActiveTurns } from './chat/active-turns.ts';
import type { ChatDeps } from './chat/deps.ts';
import type { ChatModel } from './chat/ports.ts';
import { keepTurns, recoverTurns } from './chat/recover-turns.ts';
import { type Config, isLocalMode } from './config.ts';
import { createNoteStore } from './db/note-store.ts';
import { openStorage, type Storage } from './db/open-storage.ts';
import { createSessionStore } from './db/session-store.ts';
import { createSettingsStore } from './db/settings-store.ts';
import { createTradeEngine } from './db/trade-engine/trade-engine.ts';
import { createTradeStore } from './db/trade-store.ts';
import { createTurnStore } from './db/turn-store.ts';
import type { AuthDeps } from './http/authenticate.ts';
import { createLocalAccess } from './http/local-access.ts';
import { createHttpServer } from './http/server.ts';
import { ensureSecret } from './http/signing-secret.ts';
import { createTokenVerifier } from './http/verify-token.ts';
import { createOpenRouterModel, OPENROUTER_URL } from './llm/openrouter/chat-model.ts';
import { continueLog, createMemoryLog, replayLog } from './log/memory-log.ts';

const PAGE_FOLDER = fileURLToPath(new URL('../../web/dist', import.meta.url));

/** A server that is listening. */
export interface App {
  /** For people: opens the page, signed in where the server is in local mode. */
  readonly address: string;
  /** The server's own URL, without a path. */
  readonly origin: string;
  /** Refuses new turns, lets running ones finish within `SHUTDOWN_GRACE_MS`, saves the rest, closes everything. */
  close(): Promise<void>;
}

/** Builds everything, starts listening. Throws `StorageError` and the listener's own errors; then nothing is left open. */
export async function startApp(config: Config): Promise<App> {
  await using undo = new AsyncDisposableStack();
  const logger = pino(
    { level: config.LOG_LEVEL, redact: ['req.headers.authorization', 'req.headers.cookie'] },
    pino.destination(2),
  );
  const storage = undo.adopt(await openStorage(config, logger), (opened) => opened.close());
  const model = undo.adopt(createModel(config), (opened) => opened?.close());
  const journal = createJournal(storage);
  const chat = createChat(config, { storage, journal, logger, model });
  const active = createActiveTurns(chat);
  await recoverTurns(chat, storage.alone);
  let port = config.PORT;
  const auth = createAuth(config, () => port);
  let draining = false;
  const http = await createHttpServer({
    config,
    logger,
    auth,
    chat,
    active,
    sessions: createSessionStore(storage.database),
    readiness: async () => readiness({ draining, model, ping: storage.database.ping }),
    journalRoutes: [],
    importRoutes: async () => undefined,
    pageFolder: PAGE_FOLDER,
  });
  const origin = await http.listen({ port: config.PORT, host: config.HOST });
  port = Number(new URL(origin).port || 80);
  undo.defer(() => http.close());
  const keeper = keepTurns(chat, storage.alone);
  const opened = undo.move();
  return {
    origin,
    address: `${origin}${config.BASE_PATH}${auth.local ? `#key=${auth.local.oneTimeSecret}` : ''}`,
    async close() {
      draining = true;
      keeper.stop();
      await active.drain(config.SHUTDOWN_GRACE_MS);
      await opened.disposeAsync();
    },
  };
}

type Journal = Pick<ChatDeps, 'engine' | 'trades' | 'notes' | 'settings' | 'analyst'>;

function createJournal({ database }: Storage): Journal {
  const defaults = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  const engine = createTradeEngine({ database, defaultTimeZone: defaults.timeZone });
  const trades = createTradeStore(database, defaults);
  const notes = createNoteStore(database);
  const settings = createSettingsStore(database, defaults);
  const analyst = {
    answer: async () => ({ understood: false, text: 'Not here yet.', figures: [], sources: [], spans: [] }),
  };
  return { engine, trades, notes, settings, analyst };
}

function createModel(config: Config): ChatModel | null {
  if (!config.OPENROUTER_API_KEY && !config.OPENROUTER_BASE_URL) return null;
  return createOpenRouterModel({
    baseUrl: (config.OPENROUTER_BASE_URL ?? OPENROUTER_URL).replace(/\/+$/, ''),
    apiKey: config.OPENROUTER_API_KEY,
    referer: config.OPENROUTER_HTTP_REFERER,
    title: config.OPENROUTER_X_TITLE,
    firstTokenTimeoutMs: config.LLM_FIRST_TOKEN_TIMEOUT_MS,
    idleTimeoutMs: config.LLM_IDLE_TIMEOUT_MS,
    totalTimeoutMs: config.LLM_TOTAL_TIMEOUT_MS,
  });
}

function createChat(
  config: Config,
  made: { storage: Storage; journal: Journal; logger: Logger; model: ChatModel | null },
): ChatDeps {
  const { storage, journal, logger, model } = made;
  return {
    ...journal,
    turns: createTurnStore(storage.database),
    logs: { create: createMemoryLog, replay: replayLog, continue: continueLog },
    model,
    models: model ? config.LLM_MODELS : [],
    instance: `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
    ladderBudgetMs: config.LADDER_BUDGET_MS,
    logger,
    newId: randomUUID,
    today: () => new Date(),
    now: () => performance.now(),
    wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
  };
}

function createAuth(config: Config, port: () => number): AuthDeps {
  const secret = new TextEncoder().encode(
    config.JWT_SECRET ?? (config.JWT_JWKS_URL ? '' : ensureSecret(config.DATA_DIR)),
  );
  return {
    verifyToken: createTokenVerifier({
      secret,
      jwksUrl: config.JWT_JWKS_URL ?? null,
      issuer: config.JWT_ISSUER ?? null,
      audience: config.JWT_AUDIENCE ?? null,
    }),
    local: isLocalMode(config) ? createLocalAccess(secret, port) : null,
  };
}

async function readiness(of: { draining: boolean; model: ChatModel | null; ping: () => Promise<void> }) {
  const database = await of.ping().then(
    () => 'ok',
    () => 'does not answer',
  );
  const parts = {
    database,
    model: of.model ? 'configured' : 'none: the offline analyst answers',
    turns: of.draining ? 'draining' : 'ok',
  };
  return { ready: database === 'ok' && !of.draining, parts };
}
