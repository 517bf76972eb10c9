/** Makes tokens with the secret that the server checks them with. */
import { resolve } from 'node:path';
import { type Config, isLocalMode } from '@tradistry/server/config';
import { readSecret } from '@tradistry/server/signing-secret';
import { SignJWT } from 'jose';
import { CommandError } from './command.ts';

/** Whom a token is for, what it may, and for how long. */
export interface TokenClaims {
  readonly user: string;
  /** Space-separated. */
  readonly scope: string;
  /** `null`: none is named. */
  readonly plan: string | null;
  readonly seconds: number;
}

/** The user of a server without accounts, with every scope and no plan. */
export const LOCAL_USER = {
  user: 'local',
  scope: 'chat prompts:read prompts:write ops:read ops:write',
  plan: null,
} as const;

/** A signed token. Throws `CommandError` where there is no secret to sign with. */
export async function signToken(config: Config, { user, scope, plan, seconds }: TokenClaims): Promise<string> {
  const secret = signingSecret(config);
  const token = new SignJWT({ scope, ...(plan !== null && { [config.PLAN_CLAIM]: plan }) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(user)
    .setIssuedAt()
    .setExpirationTime(`${seconds}s`);
  if (config.JWT_ISSUER) token.setIssuer(config.JWT_ISSUER);
  if (config.JWT_AUDIENCE) token.setAudience(config.JWT_AUDIENCE);
  return token.sign(new TextEncoder().encode(secret));
}

function signingSecret(config: Config): string {
  if (config.JWT_SECRET) return config.JWT_SECRET;
  if (!isLocalMode(config)) {
    throw new CommandError(
      'Tokens of this server come from an identity provider (JWT_JWKS_URL), so they cannot be made here. Get one there and set TRADISTRY_TOKEN.',
    );
  }
  const secret = readSecret(config.DATA_DIR);
  if (secret) return secret;
  throw new CommandError(
    `The data folder ${resolve(config.DATA_DIR)} has no signing secret yet. Start the server first (npm start), or set DATA_DIR to its folder.`,
  );
}
