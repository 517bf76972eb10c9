/** Health for load balancers, sign-in for the page, the list of models. */

import { ModelList } from '@tradistry/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ConfiguredModel } from '../model-list.ts';
import { Refusal } from '../refusal.ts';
import type { AuthDeps } from './authenticate.ts';
import { limitFailures } from './limit-address.ts';
import { checkSamePage } from './local-access.ts';
import { mayObserve } from './may-observe.ts';

/** What readiness is made of; each part says `ok`, or in words what is wrong. */
export type Readiness = () => Promise<{ ready: boolean; parts: Record<string, string> }>;

/** All metrics in Prometheus's text format. */
export interface MetricsPage {
  readonly contentType: string;
  read(): Promise<string>;
}

interface SystemRoutesDeps {
  readonly auth: AuthDeps;
  readonly readiness: Readiness;
  readonly metrics: MetricsPage;
  readonly metricsToken: string | undefined;
  readonly tokenUrl: string | undefined;
}

const tags = ['system'];
const Health = z.object({ status: z.enum(['ok', 'unavailable']), parts: z.record(z.string(), z.string()).optional() });
const AuthInfo = z.object({ mode: z.enum(['local', 'token']), token_url: z.string().nullable() });

/** Routes that anyone may call. */
export function publicRoutes(deps: SystemRoutesDeps): FastifyPluginAsyncZod {
  const { local } = deps.auth;
  return async (app) => {
    app.get(
      '/healthz',
      { schema: { tags, summary: 'Is the process alive?', response: { 200: Health } } },
      async () => ({ status: 'ok' as const }),
    );

    app.get(
      '/readyz',
      {
        schema: { tags, summary: 'Can it answer? Its parts are for operators', response: { 200: Health, 503: Health } },
      },
      async (request, reply) => sendReadiness(deps, request, reply),
    );

    app.get(
      '/metrics',
      { schema: { tags, summary: 'Metrics for Prometheus', response: { 200: z.string() } } },
      async (request, reply) => {
        if (!(await mayObserve(deps, request))) throw notForYou();
        // As text it is: the serializer would make JSON of it.
        return reply
          .type(deps.metrics.contentType)
          .serializer(String)
          .send(await deps.metrics.read());
      },
    );

    app.get(
      '/api/auth',
      { schema: { tags, summary: 'How the page signs in', response: { 200: AuthInfo } } },
      async () => ({
        mode: local ? ('local' as const) : ('token' as const),
        token_url: deps.tokenUrl ?? null,
      }),
    );

    app.post(
      '/api/auth/local',
      {
        schema: {
          tags,
          summary: 'Exchange the printed one-time secret for a cookie',
          body: z.object({ secret: z.string().max(200) }),
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        if (!local) throw new Refusal('not_found', 'This server signs in by tokens only.');
        checkSamePage(request);
        const value = await local.exchange(request.body.secret).catch(async (error: unknown) => {
          throw await limitFailures(deps.auth.failures, request.ip, error);
        });
        reply.setCookie(local.cookieName, value, {
          httpOnly: true,
          sameSite: 'strict',
          path: '/',
          maxAge: local.cookieSeconds,
        });
        return reply.code(204).send(null);
      },
    );
  };
}

/** `GET /api/ai/models`. */
export function modelRoutes(models: readonly ConfiguredModel[]): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/ai/models',
      { schema: { tags: ['chat'], summary: 'Models a question may name, best first', response: { 200: ModelList } } },
      async () => ({
        items: models.map(({ id, tier }, index) => ({ id, tier, default: index === 0 })),
        next_cursor: null,
      }),
    );
  };
}

async function sendReadiness(deps: SystemRoutesDeps, request: FastifyRequest, reply: FastifyReply) {
  const { ready, parts } = await deps.readiness();
  const status = ready ? ('ok' as const) : ('unavailable' as const);
  const mayKnow = await mayObserve(deps, request);
  return reply.code(ready ? 200 : 503).send({ status, ...(mayKnow && { parts }) });
}

function notForYou(): Refusal {
  return new Refusal('token_missing', 'This needs METRICS_TOKEN, or a token with the scope "ops:read".');
}
