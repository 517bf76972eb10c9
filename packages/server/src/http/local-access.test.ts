/** Local mode: the printed address lets one browser in, and nobody else's page, name or proxy. */
import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../testing/start-server.ts';

let server: TestServer;
let cookie = '';

beforeAll(async () => {
  server = await startTestServer({ JWT_SECRET: '' });
});
afterAll(() => server.close());

/** `fetch` forbids setting Host, so this goes by `node:http`. */
function get(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(server.url + path, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on('error', reject).end();
  });
}

const exchange = (secret: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/auth/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ secret }),
  });

describe('local mode', () => {
  test('exchanges the printed secret once, for an HttpOnly cookie of this site alone', async () => {
    const secret = new URL(server.address).hash.replace('#key=', '');
    expect((await exchange('wrong')).status).toBe(401);
    expect((await exchange(secret, { origin: 'https://evil.example' })).status).toBe(403);
    const response = await exchange(secret, { origin: server.url });
    expect(response.status).toBe(204);
    const set = response.headers.get('set-cookie') ?? '';
    expect(set).toMatch(/^tradistry_\d+=/);
    expect(set).toContain('HttpOnly');
    expect(set).toContain('SameSite=Strict');
    cookie = set.split(';')[0] ?? '';
    expect((await exchange(secret)).status).toBe(401);
  });

  test('lets the cookie in from the page itself', async () => {
    expect(await get('/api/ai/chat/sessions', { cookie })).toBe(200);
    expect(await get('/api/ai/chat/sessions', { cookie, 'sec-fetch-site': 'same-origin', origin: server.url })).toBe(
      200,
    );
  });

  test('asks everybody else for a token', async () => {
    expect(await get('/api/ai/chat/sessions', {})).toBe(401);
    expect(await get('/api/ai/chat/sessions', { cookie: cookie.replace(/.{4}$/, 'AAAA') })).toBe(401);
  });

  test('refuses the cookie from another page, a rebound name, or through a proxy', async () => {
    const strange: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { host: 'evil.example' },
      { host: 'localhost.evil.example:3000' },
      { 'x-forwarded-for': '10.0.0.1' },
      { forwarded: 'for=10.0.0.1' },
      { 'x-forwarded-host': 'trader.example' },
      { via: '1.1 proxy' },
    ];
    for (const headers of strange)
      expect([headers, await get('/api/ai/chat/sessions', { cookie, ...headers })]).toEqual([headers, 403]);
  });

  test('names the parts of readiness to a direct request only', async () => {
    const direct = await fetch(`${server.url}/readyz`);
    expect(await direct.json()).toMatchObject({ status: 'ok', parts: { database: 'ok' } });
    const proxied = await fetch(`${server.url}/readyz`, { headers: { 'x-forwarded-for': '10.0.0.1' } });
    expect([proxied.status, await proxied.json()]).toEqual([200, { status: 'ok' }]);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
  });
});
