/** All that one run happens in: a database, perhaps Valkey and nginx, one or two servers, each a process of its own. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { readTurns, type TurnRow } from './audit.ts';
import { MODEL, type ModelServer, startModelServer } from './model-server.ts';
import { startNginx } from './nginx.ts';
import type { Mode } from './plan.ts';
import { startServer } from './server.ts';
import { startPostgres, startValkey } from './services.ts';
import type { Victim } from './victim.ts';

const SECRET = 'a-secret-for-the-torture-0123456789abcdef';
const PACE_MS = 25;
const GRACE_MS = 1500;

export interface World {
  readonly mode: Mode;
  readonly model: ModelServer;
  readonly servers: readonly Victim[];
  readonly postgres: Victim | null;
  readonly valkey: Victim | null;
  readonly nginx: Victim | null;
  /** Its logs are here. */
  readonly folder: string;
  /** Every server that ended without being told to. */
  readonly crashes: readonly string[];
  token(userId: string): Promise<string>;
  /** Ends the servers and reads what the database has. The world is of no use after it. */
  readTurns(): Promise<TurnRow[]>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface WorldOptions {
  readonly mode: Mode;
  /** A database that is there already and stays; its schema is `schema`. */
  readonly database?: { readonly url: string; readonly schema: string };
  /** A data folder to begin with, so that the embedded database need not be made first. */
  readonly template?: string;
  /** What stands in front of two servers; nginx without it. */
  readonly startProxy?: (folder: string, servers: readonly Victim[]) => Promise<Victim>;
}

/** Starts everything. What was started is ended when something does not start. */
export async function createWorld({ mode, database, template, startProxy = startNginx }: WorldOptions): Promise<World> {
  await using stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-torture-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const model = stack.use(await startModelServer(PACE_MS));
  const own = mode === 'embedded' || database ? null : stack.use(await startPostgres(folder));
  const valkey = mode === 'valkey' ? stack.use(await startValkey(folder)) : null;
  const schema = database?.schema ?? 'tradistry';
  const url = database?.url ?? own?.url;
  const crashes: string[] = [];
  const servers: Victim[] = [];
  for (let index = 0; index < (mode === 'embedded' || mode === 'postgres' ? 1 : 2); index += 1) {
    const home = join(folder, `server-${index}`);
    // What a killed server leaves in its temporary folder goes with the rest.
    mkdirSync(join(home, 'tmp'), { recursive: true });
    if (template) cpSync(template, join(home, 'data'), { recursive: true });
    const env = {
      DATA_DIR: join(home, 'data'),
      TMPDIR: join(home, 'tmp'),
      JWT_SECRET: SECRET,
      EMBEDDINGS_MODEL: 'none',
      SHUTDOWN_GRACE_MS: `${GRACE_MS}`,
      OPENROUTER_BASE_URL: model.url,
      OPENROUTER_API_KEY: 'k',
      LLM_MODELS: MODEL,
      LOG_LEVEL: 'warn',
      // A few users ask for many, of servers that are frozen and starved on purpose.
      ...{ RATE_LIMIT_REQUESTS_PER_MINUTE: '0', RATE_LIMIT_STREAMS_PER_USER: '0', OVERLOAD_EVENT_LOOP_DELAY_MS: '0' },
      ...(url && { DATABASE_URL: url, DATABASE_SCHEMA: schema }),
      ...(valkey && { REDIS_URL: valkey.url }),
    };
    servers.push(
      stack.use(await startServer({ name: `server-${index}`, folder, env, onCrash: (why) => crashes.push(why) })),
    );
  }
  const nginx = servers.length > 1 ? stack.use(await startProxy(folder, servers)) : null;
  const keep = stack.move();
  return {
    ...{ mode, model, servers, nginx, folder, crashes },
    postgres: own?.victim ?? null,
    valkey: valkey?.victim ?? null,
    token: signToken,
    async readTurns() {
      for (const server of servers) await server.end();
      return readTurns(url ? { url } : { dataDir: join(folder, 'server-0/data') }, schema);
    },
    [Symbol.asyncDispose]: () => keep.disposeAsync(),
  };
}

function signToken(userId: string): Promise<string> {
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setExpirationTime('2h')
    .sign(new TextEncoder().encode(SECRET));
}
