/** A server is killed while a long chat is being summarised: another has it summarised after the next answer, and nothing is told twice. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openPool } from '../../packages/server/src/db/database.ts';
import { seeAnswer } from '../../packages/server/src/testing/see-answer.ts';
import { type ServerProcess, spawnServer } from '../../packages/server/src/testing/spawn-server.ts';
import { TEST_SECRET } from '../../packages/server/src/testing/start-server.ts';
import { dropSchema } from '../../packages/server/src/testing/test-database.ts';
import { answer, startUpstream, type Upstream, type UpstreamCall } from '../../packages/server/src/testing/upstream.ts';

const url = inject('databaseUrl') ?? '';
const SESSION = 's-long';
const WAIT = { timeout: 60_000, interval: 250 };

const textOf = ({ body }: UpstreamCall) => body.messages.map(({ content }) => content).join('\n');
const isSummary = (call: UpstreamCall) => textOf(call).includes('You keep the notes of a conversation');

describe.runIf(url)('a chat whose server is killed while it is summarised', () => {
  const schema = `test_summaries_${randomBytes(6).toString('hex')}`;
  const pool = openPool({ connection: { url }, poolSize: 1 });
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-summaries-'));
  let upstream: Upstream;
  beforeAll(async () => {
    upstream = await startUpstream();
  });
  afterAll(async () => {
    await upstream.close();
    await dropSchema(pool, schema);
    await pool.end();
    rmSync(folder, { recursive: true, force: true });
  });

  const start = (name: string) =>
    spawnServer({
      ...{
        DATABASE_URL: url,
        DATABASE_SCHEMA: schema,
        DATA_DIR: join(folder, name),
        PORT: '0',
        JWT_SECRET: TEST_SECRET,
      },
      ...{ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k', LLM_MODELS: 'a/one' },
    });

  async function talk(server: ServerProcess, from: number, to: number): Promise<void> {
    const token = await new SignJWT({ scope: 'chat' })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject('alice')
      .setExpirationTime('1h')
      .sign(new TextEncoder().encode(TEST_SECRET));
    for (let n = from; n <= to; n += 1) {
      const body = JSON.stringify({ message: `Question ${n}?`, session_id: SESSION });
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      await seeAnswer(await fetch(`${server.url}/api/ai/chat/stream`, { method: 'POST', headers, body }));
    }
  }

  const summaries = () => upstream.calls.filter(isSummary);
  const lastPrompt = () =>
    upstream.calls
      .filter((call) => !isSummary(call))
      .map(textOf)
      .at(-1);

  test('is summarised by another one after the next answer', async () => {
    upstream.script((call) => (isSummary(call) ? ['- never ', { hang: true }] : answer('An answer.')));
    const killed = await start('killed');
    await talk(killed, 1, 8);
    await expect.poll(() => summaries().length, WAIT).toBe(1);
    await killed.end('SIGKILL');
    upstream.script((call) => answer(isSummary(call) ? '- asked eight things' : 'An answer.'));
    const other = await start('other');
    await talk(other, 9, 9);
    await expect.poll(() => summaries().length, WAIT).toBe(2);
    await expect
      .poll(async () => {
        await talk(other, 10, 10);
        return lastPrompt();
      }, WAIT)
      .toContain('- asked eight things');
    expect(lastPrompt()).not.toContain('- never');
    const { rows } = await pool.query(`SELECT count(*)::int AS n FROM "${schema}".chat_summaries`);
    expect(rows).toEqual([{ n: 1 }]);
    expect(await other.end('SIGTERM')).toBe(0);
  }, 180_000);
});
