/** Local mode: one user on this machine, let in by a one-time secret in the printed address and then by a cookie. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { jwtVerify, SignJWT } from 'jose';
import { Refusal } from '../refusal.ts';
import { type Caller, COOKIE_AUDIENCE } from './verify-token.ts';

const LOCAL_USER = 'local';
const ALL_SCOPES = 'chat prompts:read prompts:write ops:read ops:write';
const COOKIE_DAYS = 90;

export interface LocalAccess {
  /** Goes into the printed address, after `#key=`; works once. */
  readonly oneTimeSecret: string;
  readonly cookieName: string;
  /** The cookie's value for the right secret. Throws `token_invalid`. */
  exchange(secret: string): Promise<string>;
  /** The local user, where the cookie is ours and the request is this very page's. Throws `Refusal`. */
  admit(cookie: string, request: FastifyRequest): Promise<Caller>;
  readonly cookieSeconds: number;
}

/** `port`: cookies know no ports, so two servers on one machine need two names. */
export function createLocalAccess(secret: Uint8Array, port: () => number): LocalAccess {
  const oneTimeSecret = randomBytes(24).toString('base64url');
  let used = false;
  return {
    oneTimeSecret,
    get cookieName() {
      return `tradistry_${port()}`;
    },
    cookieSeconds: COOKIE_DAYS * 86_400,
    async exchange(given) {
      if (used || !equal(given, oneTimeSecret)) {
        throw new Refusal(
          'token_invalid',
          'This address was used before or is an old one. Open the address that the last start printed, or restart the server for a new one.',
        );
      }
      used = true;
      return new SignJWT({})
        .setProtectedHeader({ alg: 'HS256' })
        .setSubject(LOCAL_USER)
        .setAudience(COOKIE_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${COOKIE_DAYS}d`)
        .sign(secret);
    },
    async admit(cookie, request) {
      checkSamePage(request);
      try {
        await jwtVerify(cookie, secret, { algorithms: ['HS256'], audience: COOKIE_AUDIENCE, subject: LOCAL_USER });
      } catch {
        throw new Refusal(
          'token_invalid',
          'This browser is not signed in any more. Open the address that the last start printed.',
        );
      }
      return { userId: LOCAL_USER, plan: null, scopes: new Set(ALL_SCOPES.split(' ')), expiresAt: null };
    },
  };
}

const FORWARDING = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip', 'via'];

/** Neither another page, nor a rebound name, nor a proxy in front lends its visitors the local user. Throws `forbidden`. */
export function checkSamePage(request: FastifyRequest): void {
  const { origin, host } = request.headers;
  if (!isDirect(request) || (origin !== undefined && origin !== `http://${host}`)) {
    throw new Refusal(
      'forbidden',
      'Only the page of this server itself may use the local sign-in. Other pages and programs need a token: npx tradistry token.',
    );
  }
}

/** A direct request by a name of this machine. */
function isLoopbackHost(host: string | undefined): boolean {
  return host !== undefined && /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);
}

/** True unless a browser says that another page asks, or a proxy says that it stands in front. */
export function isDirect(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  const own = site === undefined || site === 'same-origin' || site === 'none';
  return own && isLoopbackHost(request.headers.host) && FORWARDING.every((name) => request.headers[name] === undefined);
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
