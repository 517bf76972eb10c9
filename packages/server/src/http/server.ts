/** The HTTP server: plugins, who may call what, errors, routes, the page. */
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { MAX_WRITE_BYTES } from '@tradistry/protocol';
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyPluginAsync, LogController } from 'fastify';
import {
  type FastifyPluginAsyncZod,
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import type { SessionStore } from '../chat/session-ports.ts';
import type { Config } from '../config.ts';
import type { LimitName } from '../limit-name.ts';
import type { ReadingStore } from '../ops/ports.ts';
import { type AuthDeps, requireScope } from './authenticate.ts';
import { chatRoutes } from './chat-routes.ts';
import { createProxyCheck } from './client-address.ts';
import { guardConnections } from './guard-connections.ts';
import { guardRequests } from './guard-requests.ts';
import { type AddressLimit, limitRequests } from './limit-address.ts';
import { PAGE_HEADERS, servePage } from './page.ts';
import { sendError } from './problem.ts';
import { sessionRoutes } from './session-routes.ts';
import { type MetricsPage, modelRoutes, publicRoutes, type Readiness } from './system-routes.ts';
import { trialRoutes } from './trial-routes.ts';
import type { Viewers } from './viewers.ts';

const BODY_LIMIT = 1024 * 1024;
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** A large file over a slow line. */
const FILE_TIMEOUT_MS = 300_000;
/** Nothing in and nothing out for so long: longer than an answer without streaming takes. */
const SILENCE_MS = 300_000;
/** How often Node looks for requests that come too slowly, at most. */
const LOOK_FOR_SLOW_MS = 5_000;

export interface HttpDeps {
  readonly config: Config;
  readonly logger: Logger;
  readonly auth: AuthDeps;
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
  readonly limits: HttpLimits;
  readonly sessions: SessionStore;
  /** Where reading times go. */
  readonly reading: ReadingStore;
  readonly readiness: Readiness;
  readonly metrics: MetricsPage;
  readonly viewers: Viewers;
  /** The journal's routes, made by the composition root; they need the scope `chat`. */
  readonly journalRoutes: readonly FastifyPluginAsyncZod[];
  /** Routes that need another scope than `chat`, by that scope. */
  readonly scopedRoutes: readonly { readonly scope: string; readonly routes: readonly FastifyPluginAsyncZod[] }[];
  /** The one place that takes files. */
  readonly importRoutes: FastifyPluginAsyncZod;
  /** The built page. */
  readonly pageFolder: string;
}

/** What bounds requests before anything is known of who sends them. */
export interface HttpLimits {
  /** Requests of one network address. */
  readonly requests: AddressLimit;
  /** Told of everything that a limit refused. */
  readonly onRefused: (limit: LimitName) => void;
}

/** The server, ready to listen. */
export async function createHttpServer(deps: HttpDeps): Promise<FastifyInstance> {
  const { config } = deps;
  const logger: FastifyBaseLogger = deps.logger;
  const app = fastify({
    loggerInstance: logger,
    // One record a turn, written by the turn itself; errors are logged where they are told.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    // A logger for each request would be kept as long as its answer comes; the few lines that there are name the request.
    childLoggerFactory: (parent) => parent,
    bodyLimit: BODY_LIMIT,
    trustProxy: config.TRUST_PROXY ?? false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 256 },
    // A stream is never silent for long; a request may not come in for long.
    requestTimeout: Math.max(FILE_TIMEOUT_MS, config.HTTP_BODY_TIMEOUT_MS),
    connectionTimeout: SILENCE_MS,
    keepAliveTimeout: config.HTTP_KEEP_ALIVE_MS,
    http: {
      // A socket with so much left to send is full: two writes at most wait for its reader. Node would have nine wait.
      highWaterMark: MAX_WRITE_BYTES,
      headersTimeout: config.HTTP_HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: Math.min(LOOK_FOR_SLOW_MS, config.HTTP_HEADERS_TIMEOUT_MS),
    },
    rewriteUrl: (request) => stripBase(request.url ?? '/', config.BASE_PATH),
    // Addresses that the router itself cannot read.
    frameworkErrors: (error, request, reply) =>
      void sendError(error, request, reply.header('X-Request-Id', request.id)),
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();

  app.setValidatorCompiler(validatorCompiler);
  // Answers come from typed code; checking them again would only turn a harmless surprise into an error.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler(sendError);
  app.decorate('viewers', deps.viewers);
  app.addHook('onRequest', async (request, reply) => void reply.header('X-Request-Id', request.id));
  applyLimits(app, deps);
  await registerPlugins(app, config);
  if (deps.auth.local) await app.register(cookie);
  await registerRoutes(app, deps);
  await servePage(app, { folder: deps.pageFolder, basePath: config.BASE_PATH });
  return app;
}

function applyLimits(app: FastifyInstance, { config, limits }: HttpDeps): void {
  const { onRefused, requests } = limits;
  app.decorate('countRefusal', onRefused);
  guardRequests(app, { bodyTimeoutMs: config.HTTP_BODY_TIMEOUT_MS, onRefused });
  if (requests.max !== null) app.addHook('onRequest', limitRequests(requests));
  if (config.CONNECTIONS_PER_ADDRESS === null) return;
  guardConnections(app.server, {
    max: config.CONNECTIONS_PER_ADDRESS,
    isProxy: createProxyCheck(config.TRUST_PROXY),
    onRefused: () => onRefused('connections_per_address'),
  });
}

/** How long viewers may take over their last bytes. */
const LINGER_MS = 2000;
const LOOK_MS = 50;

/** Stops listening and lets open answers reach their viewers; one that does not read holds nothing up. */
export async function closeHttpServer(app: FastifyInstance): Promise<void> {
  const closed = app.close();
  // A connection that falls idle after the call would else be kept for its next request.
  const looking = setInterval(() => app.server.closeIdleConnections(), LOOK_MS);
  const deadline = setTimeout(() => app.server.closeAllConnections(), LINGER_MS);
  await closed;
  clearInterval(looking);
  clearTimeout(deadline);
}

async function registerPlugins(app: FastifyInstance, config: Config): Promise<void> {
  await app.register(cors, {
    origin: config.CORS_ORIGINS.length > 0 ? [...config.CORS_ORIGINS] : false,
    allowedHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'Last-Event-ID'],
    exposedHeaders: ['X-Stream-Id', 'X-Request-Id', 'Retry-After'],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    maxAge: 600,
  });
  app.removeContentTypeParser('text/plain');
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tradistry Chat',
        version: '0.1.0',
        description: 'Ask your trading journal; the answer streams.',
        license: { name: 'MIT' },
      },
      components: { securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
      security: [{ bearer: [] }],
      servers: [{ url: config.BASE_PATH }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: true,
    // Swagger UI sets inline styles; nothing may come from elsewhere.
    transformStaticCSP: () => PAGE_HEADERS['Content-Security-Policy'],
    theme: { title: 'Tradistry Chat API' },
  });
}

async function registerRoutes(app: FastifyInstance, deps: HttpDeps): Promise<void> {
  const { config, auth } = deps;
  app.get('/api/openapi.json', { schema: { hide: true } }, async () => app.swagger());
  await app.register(
    publicRoutes({
      auth,
      readiness: deps.readiness,
      metrics: deps.metrics,
      metricsToken: config.METRICS_TOKEN,
      tokenUrl: config.AUTH_TOKEN_URL,
    }),
  );
  // Only where a file is expected is a form understood; elsewhere it is an unsupported media type.
  const uploads: FastifyPluginAsync = async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, bodyTimeoutMs: FILE_TIMEOUT_MS };
    });
    scope.addHook('onRequest', async ({ method }) => {
      if (method === 'POST') deps.chat.limits.overload.check();
    });
    await scope.register(multipart, {
      limits: { fileSize: MAX_FILE_BYTES, files: 1, fields: 20, fieldSize: 64 * 1024 },
    });
    await scope.register(deps.importRoutes);
  };
  const authenticated: FastifyPluginAsync = async (api) => {
    admit(api, auth, 'chat');
    const { chat, active } = deps;
    const isProxy = createProxyCheck(config.TRUST_PROXY);
    const asking = { chat, active, streamingEnabled: config.STREAMING_ENABLED, isProxy };
    await api.register(chatRoutes(asking));
    await api.register(trialRoutes(asking));
    await api.register(
      sessionRoutes({ sessions: deps.sessions, reading: deps.reading, chat: deps.chat, active: deps.active }),
    );
    await api.register(modelRoutes(deps.chat.models));
    for (const routes of deps.journalRoutes) await api.register(routes);
    await api.register(uploads);
  };
  await app.register(authenticated);
  for (const { scope, routes } of deps.scopedRoutes) await app.register(scoped(auth, scope, routes));
}

function scoped(auth: AuthDeps, scope: string, routes: readonly FastifyPluginAsyncZod[]): FastifyPluginAsync {
  return async (api) => {
    admit(api, auth, scope);
    for (const each of routes) await api.register(each);
  };
}

/** All routes of `api` want a caller with the scope; nothing they answer is kept by anyone. */
function admit(api: FastifyInstance, auth: AuthDeps, scope: string): void {
  api.decorateRequest('caller');
  api.addHook('onRequest', requireScope(auth, scope));
  const headers = {
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': PAGE_HEADERS['X-Content-Type-Options'],
  };
  api.addHook('onSend', async (_request, reply) => void reply.headers(headers));
}

/** A proxy may or may not take the base path off; both ways reach the same routes. */
function stripBase(url: string, base: string): string {
  return base !== '/' && url.startsWith(base) ? url.slice(base.length - 1) : url;
}
