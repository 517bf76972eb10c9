/** Health for load balancers, sign-in for the page, the list of models. */

import { timingSafeEqual } from 'node:crypto';
import { ModelList } from '@tradistry/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ConfiguredModel } from '../model-list.ts';
import { Refusal } from '../refusal.ts';
import { type AuthDeps, identify } from './authenticate.ts';
import { limitFailures } from './limit-address.ts';
import { checkSamePage, isDirect } from './local-access.ts';

/** What readiness is made of; each part says `ok`, or in words what is wrong. */
export type Readiness = () => Promise<{ ready: boolean; parts: Record<string, string> }>;

interface SystemRoutesDeps {
  readonly auth: AuthDeps;
  readonly readiness: Readiness;
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
  const mayKnow = await maySeeParts(deps, request);
  return reply.code(ready ? 200 : 503).send({ status, ...(mayKnow && { parts }) });
}

async function maySeeParts(deps: SystemRoutesDeps, request: FastifyRequest): Promise<boolean> {
  if (deps.auth.local && isDirect(request)) return true;
  if (isMetricsToken(deps.metricsToken, request.headers.authorization)) return true;
  return identify(deps.auth, request).then(
    (caller) => caller.scopes.has('ops:read'),
    () => false,
  );
}

function isMetricsToken(token: string | undefined, header: string | undefined): boolean {
  if (!token || !header) return false;
  const [given, wanted] = [Buffer.from(header), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
