/** Bad input and strangers: the right status and code, all faults at once, nothing stored. */
import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWhole } from '../testing/read-stream.ts';
import { startTestServer, TEST_SECRET, type TestServer } from '../testing/start-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ CORS_ORIGINS: 'https://app.example.com' });
});
afterAll(() => server.close());

const STREAM = '/api/ai/chat/stream';

async function post(body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const response = await server.call(STREAM, { method: 'POST', body, headers });
  const problem = (await response.json()) as {
    code: string;
    detail: string;
    status: number;
    request_id: string;
    errors?: { path: string; message: string }[];
  };
  return { response, problem };
}

describe('a question that is not valid', () => {
  const cases: [string, string, number, string][] = [
    ['malformed JSON', '{"message": "a"', 400, 'invalid_request'],
    ['an empty body', '', 400, 'invalid_request'],
    ['JSON that is no object', '[1]', 400, 'invalid_request'],
    ['null', 'null', 400, 'invalid_request'],
    ['no message', '{}', 400, 'invalid_request'],
    ['a blank message', '{"message":"  \\n "}', 400, 'invalid_request'],
    ['a message of a wrong type', '{"message":5}', 400, 'invalid_request'],
    ['33,000 characters', JSON.stringify({ message: 'x'.repeat(33_000) }), 400, 'invalid_request'],
    ['a lone surrogate', '{"message":"a\\ud800b"}', 400, 'invalid_request'],
    ['NUL', '{"message":"a\\u0000b"}', 400, 'invalid_request'],
    ['a session id with a slash', '{"message":"a","session_id":"a/b"}', 400, 'invalid_request'],
    [
      'a session id of 129 characters',
      JSON.stringify({ message: 'a', session_id: 'x'.repeat(129) }),
      400,
      'invalid_request',
    ],
    ['a context limit of 51', '{"message":"a","context_limit":51}', 400, 'invalid_request'],
    ['a context limit that is no integer', '{"message":"a","context_limit":1.5}', 400, 'invalid_request'],
    ['an unknown include', '{"message":"a","include":["all"]}', 400, 'invalid_request'],
    ['a prototype in disguise', '{"message":"a","__proto__":{"x":1}}', 400, 'invalid_request'],
    ['a model that is not configured', '{"message":"a","model":"no/such"}', 400, 'model_not_allowed'],
    ['10 MiB', JSON.stringify({ message: 'x'.repeat(10 * 1024 * 1024) }), 413, 'payload_too_large'],
  ];
  test.each(cases)('such as %s is refused in words', async (...[_name, body, status, code]) => {
    const { response, problem } = await post(body);
    expect([response.status, problem.status, problem.code]).toEqual([status, status, code]);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect(problem.request_id).toBe(response.headers.get('x-request-id'));
    expect(problem.detail).toMatch(/\w.*[.!]$/);
    expect(JSON.stringify(problem)).not.toMatch(/node_modules|\bat \w+ \(|SELECT|FST_/);
  });

  test('with several faults tells them all', async () => {
    const { problem } = await post('{"message":"","context_limit":-1,"session_id":"ä"}');
    expect(problem.errors?.map(({ path }) => path).toSorted()).toEqual(['context_limit', 'message', 'session_id']);
  });

  test('with another content type is refused', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const { response, problem } = await post('message=a', { 'content-type': type });
      expect([type, response.status, problem.code]).toEqual([type, 415, 'unsupported_media_type']);
    }
  });

  test('leaves nothing behind', async () => {
    const sessions = (await (await server.call('/api/ai/chat/sessions')).json()) as { items: unknown[] };
    expect(sessions.items).toEqual([]);
  });

  test('an empty or null session id is a new session, and 32,000 characters are allowed', async () => {
    for (const session_id of ['', null]) {
      const response = await server.call(STREAM, { json: { message: 'x'.repeat(32_000), session_id }, userId: 'long' });
      expect(response.status).toBe(200);
      expect((await readWhole(response))[0]?.chunk).toMatchObject({
        type: 'session_info',
        session_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      });
    }
  });
});

describe('who is asking', () => {
  const sign = (claims: Record<string, unknown>, secret = TEST_SECRET, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
  const inAnHour = Math.floor(Date.now() / 1000) + 3600;

  async function status(authorization: string | null) {
    const response = await fetch(`${server.url}/api/ai/chat/sessions`, {
      headers: authorization === null ? {} : { authorization },
    });
    return [response.status, ((await response.json()) as { code?: string }).code];
  }

  test('is asked for a token, and told what is wrong with it', async () => {
    expect(await status(null)).toEqual([401, 'token_missing']);
    expect(await status('Basic abc')).toEqual([401, 'token_invalid']);
    expect(await status('Bearer nonsense')).toEqual([401, 'token_invalid']);
    expect(await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour }, `${TEST_SECRET}x`)}`)).toEqual([
      401,
      'token_invalid',
    ]);
    expect(await status(`Bearer ${await sign({ sub: 'a' })}`)).toEqual([401, 'token_invalid']);
    expect(await status(`Bearer ${await sign({ exp: inAnHour })}`)).toEqual([401, 'token_invalid']);
    expect(await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour, nbf: inAnHour })}`)).toEqual([
      401,
      'token_invalid',
    ]);
    expect(await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour - 7200 })}`)).toEqual([401, 'token_expired']);
    expect(await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour }, TEST_SECRET, 'HS512')}`)).toEqual([
      401,
      'token_invalid',
    ]);
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ sub: 'a', exp: inAnHour })).toString('base64url')}.`;
    expect(await status(`Bearer ${none}`)).toEqual([401, 'token_invalid']);
    expect(await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour, scope: 'ops:read' })}`)).toEqual([
      403,
      'forbidden',
    ]);
    expect((await status(`Bearer ${await sign({ sub: 'a', exp: inAnHour })}`))[0]).toBe(200);
  });

  test('may differ by half a minute from our clock', async () => {
    const now = Math.floor(Date.now() / 1000);
    expect((await status(`Bearer ${await sign({ sub: 'a', exp: now - 10 })}`))[0]).toBe(200);
    expect((await status(`Bearer ${await sign({ sub: 'a', exp: now - 60 })}`))[0]).toBe(401);
  });

  test('pages of configured origins may call, others get no permission from us', async () => {
    const preflight = (origin: string) =>
      fetch(server.url + STREAM, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type,idempotency-key,last-event-id',
        },
      });
    const good = await preflight('https://app.example.com');
    expect(good.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(good.headers.get('access-control-allow-headers')).toContain('Last-Event-ID');
    expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
    const stream = await server.call(STREAM, {
      json: { message: 'hi' },
      headers: { origin: 'https://app.example.com' },
    });
    expect(stream.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(stream.headers.get('access-control-expose-headers')).toContain('X-Stream-Id');
    await readWhole(stream);
  });
});

test('a currency that does not exist is refused, and nothing is set', async () => {
  const refused = await server.call('/api/settings', { method: 'PATCH', json: { currency: 'UTC' } });
  expect([refused.status, await refused.json()]).toEqual([400, expect.objectContaining({ code: 'invalid_request' })]);
  expect(await (await server.call('/api/settings')).json()).toMatchObject({ currency: 'USD' });
});

describe('addresses that do not exist', () => {
  test('are a problem document under /api and for other methods', async () => {
    for (const [path, method] of [
      ['/api/nothing', 'GET'],
      ['/api/ai/chat/streams/no-uuid', 'GET'],
      ['/api/ai/chat/messages/no-uuid', 'DELETE'],
      ['/api/ai/chat/sessions/none', 'PATCH'],
      ['/elsewhere', 'POST'],
    ] as const) {
      const response = await server.call(path, { method, ...(method === 'PATCH' && { json: { title: 'x' } }) });
      expect([path, response.status, ((await response.json()) as { code: string }).code]).toEqual([
        path,
        404,
        'not_found',
      ]);
    }
  });
});
