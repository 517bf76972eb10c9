/** The server as a process: where it cannot start, what a kill leaves, how it goes down. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ReadChunk, readStream, readWhole, shownText } from './testing/read-stream.ts';
import { runServer, type ServerProcess, spawnServer } from './testing/spawn-server.ts';
import { copyTemplateFolder } from './testing/test-database.ts';
import { answer, startUpstream, type Upstream } from './testing/upstream.ts';

const SECRET = 'a-secret-for-processes-0123456789abcdef';
const folders: string[] = [];
const servers: ServerProcess[] = [];

function folder(make: () => string = copyTemplateFolder): string {
  const made = make();
  folders.push(made);
  return made;
}

/** Every file with its content's hash, but the one that says who tried to open the folder. */
function listFiles(db: string): [string, string][] {
  return readdirSync(db, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'postmaster.pid')
    .map((entry): [string, string] => {
      const path = join(entry.parentPath, entry.name);
      return [path, createHash('sha256').update(readFileSync(path)).digest('hex')];
    })
    .toSorted();
}

async function start(env: Record<string, string>): Promise<ServerProcess> {
  const server = await spawnServer({ PORT: '0', JWT_SECRET: SECRET, ...env });
  servers.push(server);
  return server;
}

async function call(server: ServerProcess, path: string, body?: unknown): Promise<Response> {
  const token = await new SignJWT({})
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('t')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(SECRET));
  return fetch(server.url + path, {
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  });
}

afterEach(async () => {
  for (const server of servers.splice(0)) if (server.process.exitCode === null) await server.end('SIGKILL');
});
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true, force: true });
});

describe('a server that cannot start says why and harms nothing', () => {
  test('with every fault of its configuration at once, and exit code 2', async () => {
    const { code, said } = await runServer({
      PORT: 'web',
      HOST: '0.0.0.0',
      LOG_LEVEL: 'loud',
      OPENROUTER_BASE_URL: 'ftp://x',
    });
    expect(code).toBe(2);
    for (const name of ['PORT', 'LOG_LEVEL', 'OPENROUTER_BASE_URL']) expect(said).toContain(`${name}:`);
    const open = await runServer({ HOST: '0.0.0.0', PORT: '0', DATA_DIR: folder() });
    expect([open.code, open.said]).toEqual([2, expect.stringContaining('JWT_SECRET')]);
  });

  test('where the port is in use', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, said } = await runServer({ PORT: String(port), DATA_DIR: folder() });
    taken.close();
    expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`^Port ${port} is in use`, 'm'))]);
  });

  test('where another process holds the data folder, which goes on undisturbed', async () => {
    const DATA_DIR = folder();
    const first = await start({ DATA_DIR });
    const { code, said } = await runServer({ PORT: '0', DATA_DIR });
    expect([code, said]).toEqual([1, expect.stringContaining('in use by another Tradistry process')]);
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
    await first.end('SIGKILL');
    const next = await start({ DATA_DIR });
    expect((await fetch(`${next.url}/readyz`)).status).toBe(200);
  });

  test('where the database is damaged, or is something else', async () => {
    const broken: [string, (db: string) => void][] = [
      ['no version file', (db) => rmSync(join(db, 'PG_VERSION'))],
      ['a control file cut short', (db) => truncateSync(join(db, 'global', 'pg_control'), 100)],
      ['another version', (db) => writeFileSync(join(db, 'PG_VERSION'), '15\n')],
    ];
    for (const [what, damage] of broken) {
      const DATA_DIR = folder();
      damage(join(DATA_DIR, 'db'));
      const before = listFiles(join(DATA_DIR, 'db'));
      const { code, said } = await runServer({ PORT: '0', DATA_DIR });
      expect([what, code]).toEqual([what, 1]);
      expect(said).toMatch(/None of its data was changed/);
      expect(said).not.toMatch(/\bat .*\(|wasm|Aborted/);
      expect(listFiles(join(DATA_DIR, 'db'))).toEqual(before);
    }
  });

  test('where the data folder is a file or lies below one', async () => {
    const base = folder(() => mkdtempSync(join(tmpdir(), 'tradistry-file-')));
    writeFileSync(join(base, 'file'), 'mine');
    for (const DATA_DIR of [join(base, 'file'), join(base, 'file', 'below')]) {
      const { code, said } = await runServer({ PORT: '0', DATA_DIR });
      expect([code, said]).toEqual([1, expect.stringContaining('cannot be read and written')]);
    }
    expect(statSync(join(base, 'file')).size).toBe(4);
  });

  test('where PostgreSQL does not answer, without telling the password', async () => {
    const { code, said } = await runServer({
      PORT: '0',
      DATA_DIR: folder(),
      DATABASE_URL: 'postgresql://user:pass-word@127.0.0.1:9/db',
    });
    expect([code, said]).toEqual([1, expect.stringContaining('DATABASE_URL')]);
    expect(said).not.toContain('pass-word');
  });

  test('and a first start that was killed half-way is begun anew', async () => {
    const DATA_DIR = folder(() => mkdtempSync(join(tmpdir(), 'tradistry-half-')));
    mkdirSync(join(DATA_DIR, 'db.new', 'base'), { recursive: true });
    writeFileSync(join(DATA_DIR, 'db.new', 'PG_VERSION'), '18\n');
    const server = await start({ DATA_DIR });
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    expect(existsSync(join(DATA_DIR, 'db.new'))).toBe(false);
  });

  test('keeps its signing secret to its owner', async () => {
    const DATA_DIR = folder();
    const server = await spawnServer({ PORT: '0', DATA_DIR });
    servers.push(server);
    expect(statSync(join(DATA_DIR, 'secret')).mode & 0o777).toBe(0o600);
  });
});

describe('a server that goes down', () => {
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream();
  });
  afterAll(() => upstream.close());

  const model = () => ({ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' });

  async function readUntil(response: Response, text: string): Promise<ReadChunk[]> {
    const seen: ReadChunk[] = [];
    for await (const one of readStream(response)) {
      seen.push(one);
      if (shownText(seen).includes(text)) break;
    }
    return seen;
  }

  test('by kill -9 in mid-answer pauses the answer: the next start goes on with it, and the stream ends once', async () => {
    const DATA_DIR = folder();
    // Checkpoints are at most 2 s apart: one falls into this, whatever else the machine does. Then nothing until the kill.
    upstream.script(['The words before ', { pauseMs: 5000 }, 'the crash', { hang: true }]);
    const first = await start({ DATA_DIR, ...model() });
    const response = await call(first, '/api/ai/chat/stream', { message: 'Will you survive?', session_id: 's' });
    const streamId = response.headers.get('x-stream-id');
    const seen = await readUntil(response, 'the crash');
    await first.end('SIGKILL');

    upstream.script(answer('it went on.'));
    const next = await start({ DATA_DIR, ...model() });
    const rest = await readWhole(await call(next, `/api/ai/chat/streams/${streamId}?after=${seen.at(-1)?.id}`));
    expect(rest[0]?.id).toBeGreaterThan(seen.at(-1)?.id ?? 0);
    expect(rest[0]?.chunk).toMatchObject({ type: 'token', content: '' });
    expect(rest.slice(-3).map(({ chunk }) => chunk.type)).toEqual(['done', 'response_saved', 'stream_end']);
    const shown = shownText(rest, shownText(seen));
    expect(shown).toMatch(/^The words before (the crash)?it went on\.$/);
    const messages = (await (await call(next, '/api/ai/chat/sessions/s/messages')).json()) as {
      items: { content: string; status: string }[];
    };
    expect(messages.items).toMatchObject([
      { content: 'Will you survive?', status: 'complete' },
      { content: shown, status: 'complete' },
    ]);
    const asked = upstream.calls.at(-1)?.body as { messages: { role: string; content: string }[] };
    expect(asked.messages.at(-1)).toEqual({ role: 'assistant', content: shown.replace('it went on.', '') });
  });

  test('by SIGTERM lets a running answer finish, refuses new ones, and exits 0', async () => {
    const { promise: gate, resolve: release } = Promise.withResolvers<void>();
    upstream.script(['One ', { until: gate }, 'two.', { finish: 'stop' }, 'DONE']);
    const server = await start({ DATA_DIR: folder(), ...model() });
    const response = await call(server, '/api/ai/chat/stream', { message: 'q' });
    const reading = readWhole(response);
    const ended = server.end('SIGTERM');
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503);
    const refused = await call(server, '/api/ai/chat', { message: 'new' });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, expect.stringMatching(/^\d+$/)]);
    release();
    expect(shownText(await reading)).toBe('One two.');
    expect(await ended).toBe(0);
  });

  test('by Ctrl-C that comes twice at once, as under npm, lets it finish too; whoever asks again ends it at once', async () => {
    upstream.script(['One ', { hang: true }]);
    const server = await start({ DATA_DIR: folder(), SHUTDOWN_GRACE_MS: '300000', ...model() });
    const response = await call(server, '/api/ai/chat/stream', { message: 'q' });
    const broken = readWhole(response).catch(() => 'broken');
    const press = () => server.process.kill('SIGINT');
    press();
    press();
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status).toBe(503);
    const pressed = () => {
      press();
      return server.process.exitCode;
    };
    await expect.poll(pressed).toBe(1);
    await broken;
  });

  test('by SIGTERM with an answer that outlasts the grace period releases it, and the next start goes on with it', async () => {
    upstream.script(['Half an ', { hang: true }]);
    const DATA_DIR = folder();
    const server = await start({ DATA_DIR, SHUTDOWN_GRACE_MS: '100', ...model() });
    const response = await call(server, '/api/ai/chat/stream', { message: 'q', session_id: 'grace' });
    const streamId = response.headers.get('x-stream-id');
    const seen: ReadChunk[] = [];
    for await (const one of readStream(response)) {
      seen.push(one);
      if (one.chunk.type === 'token') void server.end('SIGTERM');
    }
    // The body ends without `stream_end`: reconnect.
    expect(seen.at(-1)?.chunk.type).toBe('token');
    upstream.script(answer('answer, and whole.'));
    const next = await start({ DATA_DIR, ...model() });
    const rest = await readWhole(await call(next, `/api/ai/chat/streams/${streamId}?after=${seen.at(-1)?.id}`));
    expect(shownText(rest, shownText(seen))).toBe('Half an answer, and whole.');
    expect(rest.at(-1)?.chunk.type).toBe('stream_end');
  });
});
