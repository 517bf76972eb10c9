/** Bearer tokens: JWTs by an allow-list of algorithms, from a shared secret or an identity provider's keys. */
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyOptions, jwtVerify } from 'jose';
import { Refusal } from '../refusal.ts';

/** Who is asking, what they may, and until when (milliseconds since 1970; null: as long as the cookie lives). */
export interface Caller {
  readonly userId: string;
  /** What the token says; null: nothing. */
  readonly plan: string | null;
  readonly scopes: ReadonlySet<string>;
  readonly expiresAt: number | null;
}

export type VerifyToken = (token: string) => Promise<Caller>;

interface TokenRules {
  readonly secret: Uint8Array | null;
  readonly jwksUrl: string | null;
  readonly issuer: string | null;
  readonly audience: string | null;
  /** The claim that names the plan. */
  readonly planClaim: string;
}

/** Clocks may differ by so much. */
export const SKEW_SECONDS = 30;
const DEFAULT_SCOPE = 'chat';
/** Of the local page's cookie. */
export const COOKIE_AUDIENCE = 'tradistry-page';

/** Throws `Refusal`: `token_invalid`, `token_expired`, or `overloaded` when the provider's keys cannot be fetched. */
export function createTokenVerifier(rules: TokenRules): VerifyToken {
  const options: JWTVerifyOptions = {
    clockTolerance: SKEW_SECONDS,
    requiredClaims: ['exp', 'sub'],
    algorithms: rules.jwksUrl ? ['RS256', 'ES256', 'EdDSA'] : ['HS256'],
    ...(rules.issuer && { issuer: rules.issuer }),
    ...(rules.audience && { audience: rules.audience }),
  };
  const keys = rules.jwksUrl ? createRemoteJWKSet(new URL(rules.jwksUrl), { timeoutDuration: 5000 }) : null;
  const { secret } = rules;
  return async (token) => {
    try {
      const { payload } = keys
        ? await jwtVerify(token, keys, options)
        : await jwtVerify(token, secret ?? new Uint8Array(), options);
      return toCaller(payload, rules.planClaim);
    } catch (error) {
      throw translate(error);
    }
  };
}

function toCaller(payload: JWTPayload, planClaim: string): Caller {
  const { sub, exp, [planClaim]: plan } = payload;
  const scope = payload['scope'] ?? DEFAULT_SCOPE;
  // The page's cookie is not a token: it is only good together with the checks of where it comes from.
  if (payload.aud === COOKIE_AUDIENCE) throw invalidToken();
  if (
    typeof sub !== 'string' ||
    sub === '' ||
    sub.length > 255 ||
    sub.includes('\0') ||
    !sub.isWellFormed() ||
    typeof scope !== 'string'
  )
    throw invalidToken();
  return {
    userId: sub,
    plan: typeof plan === 'string' ? plan : null,
    scopes: new Set(scope.split(' ')),
    expiresAt: exp === undefined ? null : exp * 1000,
  };
}

function translate(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof errors.JWTExpired)
    return new Refusal('token_expired', 'Your token has expired. Get a new one and try again.');
  const unreachable =
    error instanceof errors.JWKSTimeout ||
    error instanceof TypeError ||
    (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC');
  if (unreachable) {
    return new Refusal(
      'overloaded',
      "The identity provider's keys cannot be fetched right now. Try again in a few seconds.",
      { retryAfterMs: 5000 },
    );
  }
  return invalidToken();
}

function invalidToken(): Refusal {
  return new Refusal('token_invalid', 'The token is not one that this server accepts. Sign in again.');
}
