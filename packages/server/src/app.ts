/** The composition root: reads as the list of what the product is made of, and is alone in choosing adapters. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { createActiveTurns } from './chat/active-turns.ts';
import type { ChatDeps } from './chat/deps.ts';
import { keepTurns } from './chat/keep-turns.ts';
import { createHedging } from './chat/ladder/hedging.ts';
import { createLateBills } from './chat/late-bills.ts';
import { recoverTurns, SILENT_MS } from './chat/recover-turns.ts';
import { createRunningStreams } from './chat/running-streams.ts';
import { withinTime } from './chat/within-time.ts';
import { collectAtRest } from './collect-at-rest.ts';
import { createJournal, type Journal } from './compose/create-journal.ts';
import { createOperators, jobQueues, journalQueue } from './compose/create-operators.ts';
import { createPrompting, type Prompting } from './compose/create-prompting.ts';
import { createEmbedder, createRecall, type Recall } from './compose/create-recall.ts';
import { createUserData } from './compose/create-user-data.ts';
import { type ChatEngine, startChatJobs } from './compose/start-chat-jobs.ts';
import { startJobs } from './compose/start-jobs.ts';
import { type NamedWatch, startWatch } from './compose/start-watch.ts';
import { type Config, isLocalMode } from './config.ts';
import { createMirrorStore } from './db/mirror-store.ts';
import { openStorage, type Storage } from './db/open-storage.ts';
import { createSessionStore } from './db/session-store.ts';
import { createTrialStore } from './db/trial-store.ts';
import { createTurnStore } from './db/turn-store.ts';
import type { AuthDeps } from './http/authenticate.ts';
import { demoRoutes } from './http/demo-routes.ts';
import { importRoutes } from './http/import-routes.ts';
import { journalRoutes } from './http/journal-routes.ts';
import { createLocalAccess } from './http/local-access.ts';
import { noteRoutes } from './http/note-routes.ts';
import { rememberCallers } from './http/remember-callers.ts';
import { searchRoutes } from './http/search-routes.ts';
import { closeHttpServer, createHttpServer } from './http/server.ts';
import { settingsRoutes } from './http/settings-routes.ts';
import { ensureSecret } from './http/signing-secret.ts';
import { createTokenVerifier } from './http/verify-token.ts';
import { createViewers } from './http/viewers.ts';
import { createLimits, type Limits } from './limit/create-limits.ts';
import { createModelHealth } from './llm/health/create-model-health.ts';
import type { HealthSharing } from './llm/health/health-sharing.ts';
import { createValkeySharing } from './llm/health/valkey-sharing.ts';
import { createOpenRouterModel, type OpenRouterModel } from './llm/openrouter/chat-model.ts';
import { readOptions } from './llm/openrouter/options.ts';
import { createTokenCounter } from './llm/tokens/token-counter.ts';
import { createOtherInstances } from './log/other-instances.ts';
import { createTurnLogs } from './log/turn-logs.ts';
import { createLogger } from './telemetry/create-logger.ts';
import { connectValkey, type Valkey } from './valkey/connect-valkey.ts';

/** A database that takes longer for next to nothing is no place for new questions. */
const PING_MS = 2_000;
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
  const parts = await startParts(config, undo);
  const { logger, journal, recall, active, chat, limits, viewers, watch, operators, sessions, others } = parts;
  let port = config.PORT;
  const auth = createAuth(config, { port: () => port, limits });
  let draining = false;
  const http = await createHttpServer({
    config,
    logger,
    ...{ auth, chat, active, limits, viewers, metrics: watch.metrics, reading: operators.reading },
    sessions,
    readiness: async () => readiness({ ...parts, draining }),
    journalRoutes: [...routesOf(journal, recall), createUserData(parts)],
    scopedRoutes: [...parts.prompting.routes, ...operators.routes],
    importRoutes: importRoutes(journal),
    pageFolder: PAGE_FOLDER,
  });
  const origin = await http.listen({ port: config.PORT, host: config.HOST });
  port = Number(new URL(origin).port || 80);
  undo.defer(() => closeHttpServer(http));
  undo.defer(() => others?.close());
  const opened = undo.move();
  return {
    origin,
    address: `${origin}${config.BASE_PATH}${auth.local ? `#key=${auth.local.oneTimeSecret}` : ''}`,
    async close() {
      draining = true;
      await sleep(config.SHUTDOWN_DELAY_MS);
      await active.drain(config.SHUTDOWN_GRACE_MS);
      await opened.disposeAsync();
    },
  };
}

/** All that stands behind the HTTP server, running; `undo` closes it. */
async function startParts(config: Config, undo: AsyncDisposableStack) {
  const logger = createLogger(config.LOG_LEVEL);
  const storage = undo.adopt(await openStorage(config, logger), (opened) => opened.close());
  const valkey = undo.adopt(createValkey(config, logger), (opened) => opened?.close());
  const model = undo.adopt(createModel(config, logger), (opened) => opened?.close());
  const instance = `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`;
  const watch = undo.adopt(await startWatch(config, { instance, asked: model !== null }), (opened) => opened.close());
  const embedder = undo.adopt(createEmbedder(config), (opened) => opened?.close());
  const recall = createRecall(config, { storage, logger, embedder });
  const journal = createJournal(config, { storage, logger, model, instance, recall });
  undo.defer(() => journal.importing.close());
  await journal.importing.recover();
  const others = createOthers({ storage, valkey, logger, instance });
  const sharing = undo.adopt(valkey && createValkeySharing({ valkey, instance }), (opened) => opened?.close());
  const prompting = await createPrompting({ database: storage.database, logger });
  undo.defer(() => prompting.stop());
  const limits = undo.adopt(createLimits(config, { valkey, logger }), (opened) => opened.close());
  const jobs = undo.adopt(await startJobs(config, { storage, logger, recall }), (started) => started.close());
  const made = { storage, journal, prompting, recall, logger, model, instance, sharing, limits, watch };
  const engine = createChat(config, made);
  const { database } = storage;
  const beside = undo.adopt(
    await startChatJobs(config, { database, logger, jobs, prompting, engine, metrics: watch.prompts }),
    (of) => of.stop(),
  );
  const chat = { ...engine, others, ...beside.queues };
  undo.defer(() => chat.tokens.close());
  undo.defer(() => chat.bills?.close());
  const active = createActiveTurns(chat);
  await recoverTurns(chat, active, storage.alone ? 0 : SILENT_MS);
  const keeper = keepTurns(chat, active, storage.alone);
  undo.defer(() => keeper.stop());
  undo.defer(collectAtRest(() => active.size + active.trials.size + active.starting > 0));
  const viewers = createViewers(config.RATE_LIMIT_VIEWERS_PER_USER);
  const queues = [journalQueue(journal.queue), jobQueues(jobs)];
  const operators = createOperators({ config, storage, chat, active, valkey, viewers, watch, limits, queues });
  undo.defer(() => operators.close());
  const sessions = createSessionStore(storage.database, createRunningStreams(active, others));
  return { ...made, chat, active, viewers, operators, sessions, others, valkey };
}

/** Everybody's own things, with the scope `chat`. */
function routesOf(journal: Journal, recall: Recall) {
  return [
    ...[journalRoutes(journal), noteRoutes(journal), settingsRoutes(journal), demoRoutes(journal)],
    searchRoutes(recall),
  ];
}

interface Made {
  readonly storage: Storage;
  readonly logger: Logger;
  readonly model: OpenRouterModel | null;
  /** This process, for people who look into the database. */
  readonly instance: string;
}

/** The embedded database has one process. */
function createOthers(made: Pick<Made, 'storage' | 'logger' | 'instance'> & { valkey: Valkey | null }) {
  if (made.storage.alone) return null;
  return createOtherInstances({
    ...made,
    store: createMirrorStore(made.storage.database),
    now: () => performance.now(),
    today: () => new Date(),
  });
}

/** Two deployments that share a server have schemas of their own, and so keys of their own. */
function createValkey(config: Config, logger: Logger): Valkey | null {
  return config.REDIS_URL
    ? connectValkey({ url: config.REDIS_URL, prefix: `tradistry:${config.DATABASE_SCHEMA}`, logger })
    : null;
}

function createModel(config: Config, logger: Logger): OpenRouterModel | null {
  if (!config.OPENROUTER_API_KEY && !config.OPENROUTER_BASE_URL) return null;
  const configured = config.LLM_MODELS.map((model) => model.id);
  return createOpenRouterModel(readOptions(config), { configured, logger });
}

interface ChatParts extends Made {
  readonly journal: Journal;
  readonly prompting: Prompting;
  readonly recall: Recall;
  readonly sharing: HealthSharing | null;
  readonly limits: Limits;
  readonly watch: NamedWatch;
}

function createChat(
  config: Config,
  { storage, journal, prompting, recall, logger, model, instance, sharing, limits, watch }: ChatParts,
): ChatEngine {
  const { engine, trades, notes, playbooks, settings, analyst } = journal;
  const wait: ChatDeps['wait'] = (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined);
  return {
    ...{ engine, trades, notes, playbooks, settings, analyst, wait },
    turns: createTurnStore(storage.database),
    trials: createTrialStore(storage.database),
    ...{ telemetry: watch.telemetry, userKey: watch.userKey },
    prompts: prompting.prompts,
    ...{ retriever: recall.retriever, names: recall.names },
    tokens: createTokenCounter(),
    limits: limits.chat,
    logs: createTurnLogs(),
    bills: model && createLateBills({ model, wait, logger }),
    model,
    models: model ? config.LLM_MODELS : [],
    health: createModelHealth({
      now: () => performance.now(),
      failuresToOpen: config.LLM_BREAKER_FAILURES,
      onChange: (name, state) => logger.warn({ model: name, state }, "a model's breaker changed"),
      sharing,
    }),
    hedging: config.LLM_HEDGE_PERCENT > 0 ? createHedging(config.LLM_HEDGE_PERCENT) : null,
    instance,
    ladderBudgetMs: config.LADDER_BUDGET_MS,
    requestDays: config.MODEL_REQUESTS_DAYS,
    logger,
    newId: randomUUID,
    random: Math.random,
    today: () => new Date(),
    now: () => performance.now(),
  };
}

function createAuth(config: Config, { port, limits }: { port: () => number; limits: Limits }): AuthDeps {
  const secret = new TextEncoder().encode(
    config.JWT_SECRET ?? (config.JWT_JWKS_URL ? '' : ensureSecret(config.DATA_DIR)),
  );
  return {
    verifyToken: rememberCallers(
      createTokenVerifier({
        secret,
        jwksUrl: config.JWT_JWKS_URL ?? null,
        issuer: config.JWT_ISSUER ?? null,
        audience: config.JWT_AUDIENCE ?? null,
        planClaim: config.PLAN_CLAIM,
      }),
    ),
    local: isLocalMode(config) ? createLocalAccess(secret, port) : null,
    failures: limits.failures,
  };
}

interface Parts {
  readonly draining: boolean;
  readonly model: OpenRouterModel | null;
  readonly valkey: Valkey | null;
  readonly limits: Limits;
  readonly storage: Storage;
}

/** Without Valkey everything works, so it never makes the server unready; nor does overload, which passes sooner than a balancer looks. */
async function readiness(of: Parts) {
  const database = await withinTime(PING_MS, of.storage.database.ping()).then(
    () => 'ok',
    () => 'does not answer',
  );
  const parts = {
    database,
    model: of.model ? of.model.describe() : 'none: the offline analyst answers',
    ...(of.valkey && { valkey: of.valkey.ready ? 'ok' : 'away: viewers follow checkpoints' }),
    turns: of.draining ? 'draining' : 'ok',
    load: of.limits.stats.shedding ? 'overloaded: new questions are refused' : 'ok',
  };
  return { ready: database === 'ok' && !of.draining, parts };
}
