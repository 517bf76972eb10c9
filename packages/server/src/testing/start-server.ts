/** The real server for tests: every part of it, on a free port, with its own database. */
import { rmSync } from 'node:fs';
import { SignJWT } from 'jose';
import { startApp } from '../app.ts';
import { readConfig } from '../config.ts';
import { copyTemplateFolder } from './test-database.ts';
import { UNLIMITED } from './unlimited.ts';

export const TEST_SECRET = 'a-secret-that-only-tests-know-0123456789';

interface TokenClaims {
  readonly scope?: string;
  readonly plan?: string;
  readonly expires?: string | number;
}

export interface CallInit extends RequestInit {
  readonly userId?: string;
  readonly plan?: string;
  readonly scope?: string;
  readonly json?: unknown;
}

export interface TestServer {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** The printed address: in local mode with its one-time secret. */
  readonly address: string;
  readonly dataDir: string;
  /** A bearer token. `expires` as jose reads it ("1h"); defaults: scope `chat`, one hour. */
  token(userId?: string, claims?: TokenClaims): Promise<string>;
  /** `fetch` with a bearer token of `userId` (default `alice`), of `plan` and with `scope` where they are given. */
  call(path: string, init?: CallInit): Promise<Response>;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts one. `env` adds to or replaces the configuration; `{ JWT_SECRET: '' }` puts it in local mode. */
export async function startTestServer(env: Record<string, string> = {}): Promise<TestServer> {
  const dataDir = env['DATA_DIR'] ?? copyTemplateFolder();
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'silent',
    JWT_SECRET: TEST_SECRET,
    SHUTDOWN_GRACE_MS: '2000',
    // Loading the local model takes a second of a core and 300 MB, in each of many servers.
    EMBEDDINGS_MODEL: 'none',
    DATA_DIR: dataDir,
    ...UNLIMITED,
    ...env,
  });
  const app = await startApp(config);
  const close = async () => {
    await app.close();
    if (!env['DATA_DIR']) rmSync(dataDir, { recursive: true, force: true });
  };
  const token = (userId = 'alice', { expires = '1h', ...claims }: TokenClaims = {}) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(userId)
      .setIssuedAt()
      .setExpirationTime(expires)
      .sign(new TextEncoder().encode(config.JWT_SECRET));
  return {
    url: app.origin,
    address: app.address,
    dataDir,
    token,
    async call(path, { userId, plan, scope, json, ...init } = {}) {
      const headers = new Headers(init.headers);
      const claims = { ...(plan !== undefined && { plan }), ...(scope !== undefined && { scope }) };
      if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await token(userId, claims)}`);
      if (json !== undefined) headers.set('content-type', 'application/json');
      return fetch(app.origin + path, {
        ...init,
        headers,
        method: init.method ?? (json === undefined ? 'GET' : 'POST'),
        ...(json !== undefined && { body: JSON.stringify(json) }),
      });
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
