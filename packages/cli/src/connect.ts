/** Finds the running server and signs in to it. */
import { type Client, createClient } from '@tradistry/client';
import { readConfig } from '@tradistry/server/config';
import { CommandError, type Environment } from './command.ts';
import { LOCAL_USER, signToken } from './sign-token.ts';

const PROBE_TIMEOUT_MS = 5000;
// Asked for again when it ends; short, because it may do everything.
const TOKEN_SECONDS = 600;

/** A client of the server at `url`, or else of the one that the environment tells of. Throws `CommandError` when none answers. */
export async function connect(env: Environment, url?: string): Promise<Client> {
  const baseUrl = (url ?? env['TRADISTRY_URL'] ?? '').replace(/\/+$/, '') || `http://127.0.0.1:${readConfig(env).PORT}`;
  if (!URL.canParse(baseUrl) || !/^https?:/.test(baseUrl)) {
    throw new CommandError(`"${baseUrl}" is not an address such as http://127.0.0.1:3000.`);
  }
  await probe(baseUrl);
  return createClient({ baseUrl, token: env['TRADISTRY_TOKEN'] || (await localToken(env)) });
}

/** Asked before anything is sent, so that a server that is not there is told from a question that failed. */
async function probe(baseUrl: string): Promise<void> {
  try {
    const response = await fetch(`${baseUrl}/healthz`, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
  } catch {
    throw new CommandError(`No server answers at ${baseUrl}. Start it with: npm start`);
  }
}

async function localToken(env: Environment): Promise<() => Promise<string>> {
  const config = readConfig(env);
  const sign = () => signToken(config, { ...LOCAL_USER, seconds: TOKEN_SECONDS });
  // Where no token can be made this says so at once, instead of as a failed request.
  await sign();
  return sign;
}
