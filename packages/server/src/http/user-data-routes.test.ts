/** Taking everything along, and leaving for good, over a real port. */
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { ImportReport, Trade } from '@tradistry/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importFile, postFile } from '../testing/import-file.ts';
import { CLOSE, OPEN, THREE_PAIRS, tastytradeFile, tradovateFile } from '../testing/journal-files.ts';
import { jsonLines, readArchive } from '../testing/read-archive.ts';
import { startTestServer, type TestServer } from '../testing/start-server.ts';
import { answer, startUpstream, type Upstream } from '../testing/upstream.ts';

let server: TestServer;
let upstream: Upstream;
beforeAll(async () => {
  upstream = await startUpstream();
  const patient = { LLM_FIRST_TOKEN_TIMEOUT_MS: '300000', LLM_IDLE_TIMEOUT_MS: '300000', LADDER_BUDGET_MS: '300000' };
  server = await startTestServer({ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k-canary', ...patient });
});
afterAll(async () => {
  await server.close();
  await upstream.close();
});

const get = async (userId: string, path: string) => (await server.call(path, { userId })).json();
const exported = async (userId: string) => {
  const response = await server.call('/api/export', { userId });
  expect(response.status).toBe(200);
  return readArchive(await response.bytes());
};
const erase = (userId: string) => server.call('/api/account', { userId, method: 'DELETE' });
const ask = (userId: string, message: string) =>
  server.call('/api/ai/chat/stream', { userId, json: { message, session_id: 'talk' } });
const allTrades = async (userId: string) => {
  const trades: Trade[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: { items: Trade[]; next_cursor: string | null } = await get(
      userId,
      `/api/trades?limit=200${cursor && `&cursor=${cursor}`}`,
    );
    trades.push(...page.items);
    cursor = page.next_cursor;
  }
  return trades;
};

async function live(userId: string, word: string): Promise<void> {
  upstream.script(answer(`Said to ${word}.`));
  await (await ask(userId, `Asked by ${word}?`)).text();
  const { items } = await get(userId, '/api/ai/chat/sessions/talk/messages');
  const feedback = { rating: 'up', comment: `Praised by ${word}` };
  const path = `/api/ai/chat/messages/${items[1].id}/feedback`;
  await server.call(path, { userId, method: 'PUT', json: feedback });
  await server.call('/api/settings', { userId, method: 'PATCH', json: { time_zone: 'Asia/Tokyo' } });
  await server.call('/api/notes', { userId, json: { text: `Noted by ${word}` } });
  await server.call('/api/playbooks', { userId, json: { name: `Played by ${word}`, text: 'x' } });
  await importFile(server, tradovateFile(THREE_PAIRS), { userId, fields: { account: `Account of ${word}` } });
}

test('the archive has everything of the user, says what that is, and nothing of anybody else', async () => {
  await live('alice', 'alice-canary');
  await live('bob', 'bob-canary');
  const files = await exported('alice');
  const said = jsonLines(files.get('messages.jsonl'));
  expect(said.map(({ content }) => content)).toEqual(['Asked by alice-canary?', 'Said to alice-canary.']);
  expect(said[1]).toMatchObject({ feedback_rating: 'up', feedback_comment: 'Praised by alice-canary' });
  expect(jsonLines(files.get('sessions.jsonl'))).toMatchObject([{ id: 'talk' }]);
  expect(jsonLines(files.get('notes.jsonl'))).toMatchObject([{ text: 'Noted by alice-canary' }]);
  expect(jsonLines(files.get('playbooks.jsonl'))).toMatchObject([{ name: 'Played by alice-canary' }]);
  expect(jsonLines(files.get('settings.jsonl'))).toMatchObject([{ time_zone: 'Asia/Tokyo', unit: 'trade' }]);
  expect(jsonLines(files.get('accounts.jsonl'))).toMatchObject([{ name: 'Account of alice-canary' }]);
  expect(jsonLines(files.get('imports.jsonl'))).toMatchObject([{ status: 'done', file_name: 'Performance.csv' }]);
  expect(jsonLines(files.get('usage-days.jsonl'))).toHaveLength(1);
  expect(jsonLines(files.get('model-calls.jsonl'))).toMatchObject([{ outcome: 'completed' }]);
  expect(files.get('executions/Account of alice-canary.csv')?.split('\n')).toHaveLength(1 + 6 + 1);
  expect(
    files
      .get('trades.csv')
      ?.split('\n')
      .filter((line) => line.includes(',trade,')),
  ).toHaveLength(3);
  const readme = files.get('README.txt') ?? '';
  for (const name of files.keys()) if (name !== 'README.txt') expect(readme).toContain(`  ${name} `);
  expect(readme).toContain('Your figures are shown in Asia/Tokyo.');

  const everything = [...files.values()].join('\n');
  expect(everything).not.toContain('bob');
  expect(everything).not.toContain('k-canary');
  expect(everything).not.toMatch(/user_id|"instance"|"words"/);
});

test('an empty user has an archive, too', async () => {
  const files = await exported('nobody');
  expect([...files.values()].filter((content) => content !== '')).toHaveLength(1);
});

test('what was exported can be imported again: the same trades to the cent, and twice adds nothing', async () => {
  const userId = 'returner';
  await server.call('/api/demo', { userId, method: 'POST' });
  await importFile(server, tradovateFile(THREE_PAIRS), { userId });
  await importFile(server, tastytradeFile([CLOSE, OPEN]), { userId, name: 'tasty.csv' });
  const plain = ({ id: _, account_id: __, tags: ___, setup: ____, demo: _____, ...facts }: Trade) => facts;
  const before = (await allTrades(userId)).map(plain);
  const files = await exported(userId);
  const executions = [...files].filter(([name]) => name.startsWith('executions/'));
  expect(executions.length).toBe(4);
  expect((await erase(userId)).status).toBe(204);
  expect(await allTrades(userId)).toEqual([]);

  const imports = async (): Promise<ImportReport[]> => {
    const reports: ImportReport[] = [];
    for (const [name, content] of executions)
      reports.push(await importFile(server, content, { userId, name: name.replace('executions/', '') }));
    return reports;
  };
  for (const report of await imports())
    expect(report).toMatchObject({ status: 'done', format: 'tradistry', rows: { skipped: 0, review: 0 } });
  const byText = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
  expect((await allTrades(userId)).map(plain).sort(byText)).toEqual(before.sort(byText));
  for (const report of await imports()) expect(report).toMatchObject({ status: 'done', executions: 0 });
  // Any other reader of fills, ours too, knows the columns by their names.
  const tradovate = files.get('executions/Tradovate.csv') ?? '';
  const generic = await importFile(server, tradovate, { userId: 'generic', fields: { format: 'generic' } });
  expect(generic).toMatchObject({ rows: { read: 6, imported: 6 }, pnl: { ours: '125' } });
});

test('more than a page comes whole, each row once', async () => {
  const userId = 'many';
  const executions = Array.from({ length: 2500 }, (_, at) => ({
    ...{ external_id: `e${at}`, symbol: 'AAPL', asset_class: 'stock', quantity: '1', price: '10' },
    // Many at one instant.
    ...{ side: at % 2 === 0 ? 'buy' : 'sell', time: `2025-03-0${1 + (at % 3)}T10:00:00Z` },
  }));
  await server.call('/api/executions', { userId, json: { executions } });
  const files = await exported(userId);
  const ids = (files.get('executions/API.csv') ?? '')
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(',')[16]);
  expect(ids).toHaveLength(2500);
  expect(new Set(ids)).toEqual(new Set(executions.map(({ external_id }) => external_id)));
});

/** Asks for the archive and reads nothing of it. */
async function openUnread(userId: string) {
  const { port, host } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    `GET /api/export HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${await server.token(userId)}\r\n\r\n`,
  );
  await once(socket, 'readable');
  return socket;
}

test('a reader who does not read holds nothing up, keeps others of the same user out, and leaves when it leaves', async () => {
  const userId = 'many';
  const digits = (count: number) => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * 9)).join('');
  // More than the buffers between here and there, however well it packs.
  for (let at = 0; at < 30; at += 1) {
    const deposits = Array.from({ length: 10_000 }, () => ({
      date: '2025-01-01',
      amount: `${digits(18)}.${digits(12)}`,
    }));
    const made = await server.call('/api/accounts', { userId, json: { name: `Large ${at}`, deposits } });
    expect(made.status).toBe(201);
  }
  const socket = await openUnread(userId);
  const second = await server.call('/api/export', { userId });
  expect([second.status, (await second.json()).code]).toEqual([409, 'conflict']);
  // The embedded database has one session: it is free.
  expect((await server.call('/api/notes', { userId, json: { text: 'meanwhile' } })).status).toBe(201);
  socket.destroy();
  await expect.poll(async () => (await server.call('/api/export', { userId, method: 'GET' })).status).toBe(200);
}, 60_000);

test('erased: nothing is left, others keep theirs, and the same token is a new user', async () => {
  expect((await erase('bob')).status).toBe(204);
  expect((await erase('bob')).status).toBe(204);
  const files = await exported('bob');
  expect([...files].filter(([name, content]) => name !== 'README.txt' && content !== '')).toEqual([]);
  expect((await get('bob', '/api/ai/chat/sessions')).items).toEqual([]);
  expect((await server.call('/api/ai/chat/sessions/talk/stream', { userId: 'bob' })).status).toBe(404);
  expect((await get('bob', '/api/settings')).time_zone).not.toBe('Asia/Tokyo');
  expect(await allTrades('alice')).toHaveLength(3);
  await live('bob', 'bob again');
  expect(jsonLines((await exported('bob')).get('notes.jsonl'))).toMatchObject([{ text: 'Noted by bob again' }]);
});

test('a confirmation is taken, another word is refused and erases nothing', async () => {
  const userId = 'careful';
  await server.call('/api/notes', { userId, json: { text: 'still here' } });
  const confirm = (word: string) => server.call('/api/account', { userId, method: 'DELETE', json: { confirm: word } });
  expect((await confirm('no')).status).toBe(400);
  expect((await get(userId, '/api/notes')).items).toHaveLength(1);
  expect((await confirm('erase')).status).toBe(204);
  expect((await get(userId, '/api/notes')).items).toEqual([]);
});

test('an answer that is being written is stopped, and an import ended, before they are erased', async () => {
  const userId = 'busy';
  upstream.script(answer('Half a ', { hang: true }));
  const response = await ask(userId, 'Tell me all');
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  for (let seen = ''; !seen.includes('Half a'); ) seen += (await reader?.read())?.value ?? '';
  const lines = Array.from({ length: 20_000 }, (_, at) => `2025-01-01 10:00:00,S${at},buy,1,10`);
  const posted = await postFile(server, ['time,symbol,side,quantity,price', ...lines, ''].join('\n'), { userId });
  expect(posted.status).toBe(202);
  expect((await erase(userId)).status).toBe(204);
  // The other side hears of it a moment later.
  await expect.poll(() => upstream.calls.at(-1)?.cancelled).toBe(true);
  const files = await exported(userId);
  expect([...files].filter(([name, content]) => name !== 'README.txt' && content !== '')).toEqual([]);
  expect(readdirSync(join(server.dataDir, 'uploads'))).toEqual([]);
  const stream = response.headers.get('x-stream-id');
  expect((await server.call(`/api/ai/chat/streams/${stream}`, { userId })).status).toBe(404);
});
