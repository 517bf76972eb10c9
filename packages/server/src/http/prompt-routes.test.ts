/** The registry over a real port, and what a turn gets of it. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readBody } from '../testing/read-body.ts';
import { readWhole } from '../testing/read-stream.ts';
import { type Chat, startChat } from '../testing/start-chat.ts';
import type { CallInit } from '../testing/start-server.ts';
import { answer } from '../testing/upstream.ts';

let chat: Chat;
beforeAll(async () => {
  chat = await startChat({ LLM_BREAKER_FAILURES: '0' });
});
afterAll(() => chat.close());
beforeEach(() => chat.reset());

const SCOPE = 'chat prompts:read prompts:write';

const call = async (path: string, init: CallInit = {}) =>
  readBody(await chat.server.call(path, { userId: 'olga', scope: SCOPE, ...init }));

const template = (words: string) => `${words} It is {{now}}.{{#leftOut}} Left out: {{.}}.{{/leftOut}}
<journal>
{{#allTime}}{{.}} {{/allTime}}{{#figures}}{{title}} {{#rows}}{{.}} {{/rows}}{{/figures}}{{#notes}}[{{n}}] {{text}} {{/notes}}
</journal>`;

async function save(words: string, more: object = {}): Promise<number> {
  const { body, status } = await call('/api/prompts/chat/versions', { json: { template: template(words), ...more } });
  expect(status).toBe(201);
  return body.version;
}

/** The messages that the model was sent for a question. */
async function asked(json: object, init: { scope?: string } = {}) {
  const authorization = `Bearer ${await chat.server.token('alice', { scope: init.scope ?? 'chat' })}`;
  const response = await chat.ask({ message: 'How am I doing?', ...json }, { headers: { authorization } });
  await readWhole(response);
  return chat.upstream.calls.at(-1)?.body;
}

test('what ships is version 1 of each type, in production', async () => {
  const { body } = await call('/api/prompts');
  expect(body.items.map((item: { type: string }) => item.type)).toEqual(
    expect.arrayContaining(['chat', 'title', 'summary', 'confidence', 'continuation', 'legacy']),
  );
  for (const item of body.items) expect(item).toMatchObject({ version: 1, labels: { production: 1 } });
  const shipped = await call('/api/prompts/legacy/versions/production');
  expect(shipped.body).toMatchObject({ version: 1, author: 'tradistry', labels: ['latest', 'production'] });
});

test('reading and writing need their scopes', async () => {
  expect((await call('/api/prompts', { scope: 'chat' })).status).toBe(403);
  const json = { template: template('No.') };
  expect((await call('/api/prompts/chat/versions', { json, scope: 'chat prompts:read' })).status).toBe(403);
  expect((await call('/api/prompts', { scope: 'prompts:read' })).status).toBe(200);
});

test('a version is saved, put into production, and rolled back by moving the label; each turn gets what production is', async () => {
  const version = await save('You answer in verse.', {
    examples: [{ question: 'How was May?', answer: 'May was green.' }],
    settings: { temperature: 0.2, max_tokens: 500 },
    note: 'Verse.',
  });
  expect((await asked({}))?.messages[0]?.content).not.toContain('verse');
  expect((await call('/api/prompts/chat/labels/production', { method: 'PUT', json: { version } })).status).toBe(204);
  const body = await asked({});
  expect(body?.messages[0]?.content).toContain('You answer in verse. It is 20');
  expect(body?.messages.slice(1, 3)).toEqual([
    { role: 'user', content: 'How was May?' },
    { role: 'assistant', content: 'May was green.' },
  ]);
  expect(body).toMatchObject({ temperature: 0.2, max_tokens: 500 });
  await call('/api/prompts/chat/labels/production', { method: 'PUT', json: { version: 1 } });
  expect((await asked({}))?.messages[0]?.content).not.toContain('verse');
});

test('who may read prompts may ask with any version, by number or label; others may not', async () => {
  const version = await save('You answer like a pirate.');
  await call('/api/prompts/chat/labels/candidate', { method: 'PUT', json: { version } });
  const scope = 'chat prompts:read';
  for (const prompt of [String(version), 'candidate'])
    expect((await asked({ prompt }, { scope }))?.messages[0]?.content).toContain('pirate');
  expect((await chat.ask({ message: 'q', prompt: 'candidate' })).status).toBe(403);
  const authorization = `Bearer ${await chat.server.token('alice', { scope })}`;
  const unknown = await chat.ask({ message: 'q', prompt: 'nothing' }, { headers: { authorization } });
  expect([unknown.status, await unknown.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [expect.objectContaining({ path: 'prompt' })] }),
  ]);
});

test('a template that cannot be filled in is refused when it is saved, with all that is wrong', async () => {
  const json = { template: 'Hello {{nobody}}, {{> other}} {{now}} {{#allTime}}{{.}}{{/allTime}}' };
  const { status, body } = await call('/api/prompts/chat/versions', { json });
  expect(status).toBe(400);
  const said = body.errors.map((error: { message: string }) => error.message).join('\n');
  for (const part of ['{{nobody}}', '{{>other}}', '{{allTime}} between', 'must use {{notes}}', 'must use {{figures}}'])
    expect(said).toContain(part);
});

test('the same text twice is one version, and a version has the parent it was made from', async () => {
  const version = await save('You are brief.', { parent: 1 });
  const again = await call('/api/prompts/chat/versions', { json: { template: template('You are brief.') } });
  expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining(`version ${version}`)]);
  expect((await call(`/api/prompts/chat/versions/${version}`)).body).toMatchObject({ parent: 1, author: 'olga' });
  const json = { template: template('You are an orphan.'), parent: 999 };
  expect((await call('/api/prompts/chat/versions', { json })).status).toBe(400);
});

test('versions are listed newest first, page by page, and differ line by line', async () => {
  await save('One.');
  const version = await save('Two.');
  const first = await call('/api/prompts/chat/versions?limit=1');
  const second = await call(`/api/prompts/chat/versions?limit=1&cursor=${first.body.next_cursor}`);
  expect([first.body.items[0].version, second.body.items[0].version]).toEqual([version, version - 1]);
  const { body } = await call(`/api/prompts/chat/diff?from=${version - 1}&to=latest`);
  const changed = body.lines.filter((line: { change: string }) => line.change !== 'same');
  expect(changed.map((line: { change: string; text: string }) => `${line.change} ${line.text.slice(0, 4)}`)).toEqual([
    'removed One.',
    'added Two.',
  ]);
});

test('labels of one’s own come and go; production and latest stay', async () => {
  const path = '/api/prompts/title/labels/mine';
  await call(path, { method: 'PUT', json: { version: 1 } });
  expect((await call('/api/prompts/title/versions/mine')).body.labels).toContain('mine');
  expect((await call(path, { method: 'DELETE' })).status).toBe(204);
  expect((await call(path, { method: 'DELETE' })).status).toBe(404);
  expect((await call('/api/prompts/title/labels/production', { method: 'DELETE' })).status).toBe(409);
  expect((await call('/api/prompts/title/labels/latest', { method: 'PUT', json: { version: 1 } })).status).toBe(409);
  expect((await call(path, { method: 'PUT', json: { version: 77 } })).status).toBe(404);
});

test('versions go out as files and come in again; what is here already makes nothing new', async () => {
  await save('To be exported.', { note: 'With\na note.', settings: { top_p: 0.5 } });
  await save('Written on Windows,\r\nwith the line\n---\nthat ends a head, and blanks at its end. \n\n');
  const { body } = await call('/api/prompts/files');
  const again = await call('/api/prompts/files', { json: body });
  expect(again.body.files.every((file: { outcome: string }) => file.outcome === 'known')).toBe(true);
  const [file] = body.files.filter((each: { content: string }) => each.content.includes('To be exported.'));
  const edited = { path: file.path, content: file.content.replace('To be exported.', 'Edited in a repo.') };
  const edits = await call('/api/prompts/files', { json: { files: [edited] } });
  expect(edits.body.files[0]).toMatchObject({ type: 'chat', outcome: 'created' });
  const marked = { path: file.path, content: `\ufeff${file.content}` };
  expect((await call('/api/prompts/files', { json: { files: [marked] } })).body.files[0].outcome).toBe('known');
  const bad = { path: 'x.prompt', content: '{}\n---\n{{nothing}}' };
  const foreign = { path: 'y.prompt', content: '---\nmodel: a/one\n---\nYou are {{name}}.' };
  const refused = await call('/api/prompts/files', { json: { files: [foreign] } });
  expect([refused.status, refused.body.errors]).toEqual([
    400,
    [{ path: 'y.prompt', message: expect.stringContaining('must begin with a head of JSON') }],
  ]);
  expect((await call('/api/prompts/files', { json: { files: [edited, bad] } })).status).toBe(400);
});

test('however long the versions are, what goes out as files comes in again', async () => {
  const examples = Array.from({ length: 20 }, (_, n) => ({ question: `Question ${n}?`, answer: '€'.repeat(16_000) }));
  await save('With long examples.', { examples });
  await save('With others as long.', { examples: examples.slice(1) });
  const { body } = await call('/api/prompts/files');
  expect((await call('/api/prompts/files', { json: body })).status).toBe(200);
});

test('every change is in the audit: who, what, when', async () => {
  const version = await save('To be audited.');
  await call('/api/prompts/chat/labels/audited', { method: 'PUT', json: { version }, userId: 'otto' });
  const { body } = await call('/api/prompts/audit?limit=2');
  expect(body.items).toMatchObject([
    { who: 'otto', action: 'label_moved', subject: `chat@${version}`, details: { label: 'audited', to: version } },
    { who: 'olga', action: 'version_saved', subject: `chat@${version}` },
  ]);
  expect(body.next_cursor).not.toBe(null);
});

test('a strategy may follow another label', async () => {
  const version = await save('You are the newest.');
  const set = (strategy: object) => call('/api/prompts/chat/strategy', { method: 'PUT', json: strategy });
  expect((await set({ strategy: 'LATEST_VERSION', label: 'latest' })).status).toBe(204);
  expect((await asked({}))?.messages[0]?.content).toContain('You are the newest.');
  expect((await call('/api/prompts')).body.items).toEqual(
    expect.arrayContaining([expect.objectContaining({ type: 'chat', version })]),
  );
  await set({ strategy: 'LATEST_VERSION' });
  expect((await set({ strategy: 'LATEST_VERSION', label: 'nowhere' })).status).toBe(404);
});

test('what a question may name instead of a version is a strategy', async () => {
  const version = await save('You are the candidate.');
  await call('/api/prompts/chat/labels/candidate', { method: 'PUT', json: { version } });
  await call('/api/prompts/chat/strategy', { method: 'PUT', json: { strategy: 'LATEST_VERSION', label: 'candidate' } });
  const scope = 'chat prompts:read';
  const prompts = await Promise.all(
    ['LATEST_VERSION', 'BEST_PERFORMANCE'].map(
      async (prompt) => (await asked({ prompt }, { scope }))?.messages[0]?.content,
    ),
  );
  // Nobody has rated enough answers for any to be the best.
  expect(prompts.map((content) => content?.slice(0, 22))).toEqual(['You are the candidate.', 'You are the candidate.']);
  const authorization = `Bearer ${await chat.server.token('alice', { scope })}`;
  const response = await chat.ask({ message: 'q', prompt: 'A_B_TEST' }, { headers: { authorization } });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ detail: 'No experiment runs that has the strategy A_B_TEST.' }),
  ]);
  await call('/api/prompts/chat/strategy', { method: 'PUT', json: { strategy: 'LATEST_VERSION' } });
});

test('every type has its strategy, and is used by it', async () => {
  const words = 'You answer by the last prompt there is. {{now}}<journal>{{#facts}}{{.}}{{/facts}}</journal>';
  await call('/api/prompts/legacy/versions', { json: { template: words } });
  const set = (type: string, strategy: object) =>
    call(`/api/prompts/${type}/strategy`, { method: 'PUT', json: strategy });
  chat.upstream.script(({ body }) =>
    body.messages[0]?.content.includes('last prompt there is') ? answer('Here I am.') : { status: 500 },
  );
  expect((await asked({}))?.messages[0]?.content).not.toContain('last prompt there is');
  expect((await set('legacy', { strategy: 'LATEST_VERSION', label: 'latest' })).status).toBe(204);
  expect((await asked({}))?.messages[0]?.content).toContain('last prompt there is');
  const refused = await set('summary', { strategy: 'BEST_PERFORMANCE' });
  expect([refused.status, refused.body.errors]).toMatchObject([400, [{ path: 'metric' }]]);
});

test('what a type has no use for is refused', async () => {
  const save_ = (type: string, json: object) => call(`/api/prompts/${type}/versions`, { json });
  const examples = [{ question: 'q', answer: 'a' }];
  const settings = { model: 'a/one' };
  const { body } = await save_('continuation', { template: 'Go on: {{last}}', examples, settings });
  expect(body.errors.map(({ path }: { path: string }) => path)).toEqual(['examples', 'settings']);
  const legacy = '{{now}}<journal>{{#facts}}{{.}}{{/facts}}</journal>';
  expect((await save_('legacy', { template: legacy, settings })).body.errors).toMatchObject([
    { path: 'settings.model' },
  ]);
});
