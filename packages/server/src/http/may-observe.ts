/** Who may look into the machine: readiness with its parts, and the metrics. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type AuthDeps, identify } from './authenticate.ts';
import { isDirect } from './local-access.ts';

interface ObserverDeps {
  readonly auth: AuthDeps;
  readonly metricsToken: string | undefined;
}

/** `METRICS_TOKEN`, the scope `ops:read`, or in local mode a direct request from this machine. Never rejects. */
export async function mayObserve(deps: ObserverDeps, request: FastifyRequest): Promise<boolean> {
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
