/** Decides for every API request who is asking: a bearer token, or in local mode the page's cookie. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.ts';
import { type AddressLimit, limitFailures } from './limit-address.ts';
import type { LocalAccess } from './local-access.ts';
import type { Caller, VerifyToken } from './verify-token.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on every authenticated route before its handler runs. */
    caller: Caller;
  }
}

export interface AuthDeps {
  readonly verifyToken: VerifyToken;
  /** `null` unless in local mode. */
  readonly local: LocalAccess | null;
  /** Sign-ins of one network address that fail. */
  readonly failures: AddressLimit;
}

/** The caller. Throws `Refusal`: the 401 codes, or `forbidden` for a cookie from another page. */
export async function identify(deps: AuthDeps, request: FastifyRequest): Promise<Caller> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const token = /^Bearer +(\S+) *$/i.exec(authorization)?.[1];
    if (!token) throw new Refusal('token_invalid', 'The Authorization header must read: Bearer <token>.');
    return deps.verifyToken(token);
  }
  const cookie = deps.local && request.cookies[deps.local.cookieName];
  if (deps.local && cookie) return deps.local.admit(cookie, request);
  throw new Refusal('token_missing', 'Sign in first, or send a token: Authorization: Bearer <token>.');
}

/** A Fastify hook that admits callers of `scope` and sets `request.caller`. */
export function requireScope(deps: AuthDeps, scope: string) {
  return async (request: FastifyRequest, _reply: FastifyReply): Promise<void> => {
    const caller = await identify(deps, request).catch(async (error: unknown) => {
      throw await limitFailures(deps.failures, request.ip, error);
    });
    if (!caller.scopes.has(scope)) {
      throw new Refusal('forbidden', `Your token does not carry the scope "${scope}", which this needs.`);
    }
    request.caller = caller;
  };
}
