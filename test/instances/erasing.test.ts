/** A user is erased at one instance while an answer of theirs is written at another. */
import { expect, inject, test } from 'vitest';
import { openPool } from '../../packages/server/src/db/database.ts';
import { USER_TABLES } from '../../packages/server/src/db/user-tables.ts';
import { describeInstances } from '../../packages/server/src/testing/start-instances.ts';
import { answer } from '../../packages/server/src/testing/upstream.ts';

describeInstances('a user who is erased elsewhere', (current) => {
  test('is stopped where the answer is written, and leaves nothing in the database or in Valkey', async () => {
    const { a, b, upstream, env, valkeyKeys } = current();
    upstream.script(answer('Half a ', { hang: true }));
    const response = await a.ask({ message: 'Tell me', session_id: 'gone' });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (let seen = ''; !seen.includes('Half a'); ) seen += (await reader?.read())?.value ?? '';
    expect((await b.call('/api/account', { method: 'DELETE' })).status).toBe(204);
    expect(upstream.calls.at(-1)?.cancelled).toBe(true);

    await expectNothing(env);
    const streamId = String(response.headers.get('x-stream-id'));
    const left = async () => (await valkeyKeys()).filter((key) => key.includes('alice') || key.includes(streamId));
    await expect.poll(left).toEqual([]);
  });

  test('is stopped where a prompt is tried, and it counts nothing when it ends', async () => {
    const { a, b, upstream, env } = current();
    upstream.script(answer('Half a ', { hang: true }));
    const headers = { authorization: `Bearer ${await a.token('alice', { scope: 'chat prompts:read' })}` };
    const response = await a.call('/api/prompts/try', { json: { question: 'q', version: 1 }, headers });
    expect((await b.call('/api/account', { method: 'DELETE' })).status).toBe(204);
    expect(await response.text()).toContain('"finish_reason":"stopped"');
    await expectNothing(env);
  });
});

async function expectNothing(env: Readonly<Record<string, string>>): Promise<void> {
  const pool = openPool({ connection: { url: inject('databaseUrl') ?? '' }, poolSize: 1 });
  for (const table of Object.keys(USER_TABLES)) {
    const { rows } = await pool.query(`SELECT * FROM "${env['DATABASE_SCHEMA']}"."${table}" WHERE user_id = 'alice'`);
    expect([table, rows]).toEqual([table, []]);
  }
  await pool.end();
}
