import { describe, expect, it } from 'vitest';
import { takeKey } from '../app/take-key.ts';
import { createAuth } from './auth.ts';
import type { AuthWorld } from './auth-calls.ts';

interface Site {
  /** Tokens that are taken; '' is the cookie. */
  accepts: string[];
  key?: string;
  mode?: { mode: 'local' | 'token'; token_url: string | null };
  tokens?: { token: string; expires_at: string }[];
  /** The one-time key that lets the cookie in. */
  goodKey?: string;
  stored?: string;
  down?: boolean;
}

function world(site: Site): AuthWorld & { kept: Map<string, string> } {
  const kept = new Map(site.stored ? [['tradistry.token', site.stored]] : []);
  const answer = (url: string, init: RequestInit | undefined): Response => {
    const path = new URL(url).pathname;
    if (path === '/api/auth') return Response.json(site.mode ?? { mode: 'local', token_url: null });
    if (path === '/token') return Response.json(site.tokens?.shift());
    if (path === '/api/auth/local') {
      const good = init?.body === JSON.stringify({ secret: site.goodKey });
      if (good) site.accepts.push('');
      return new Response(null, { status: good ? 204 : 401 });
    }
    const bearer = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? '';
    return new Response(null, { status: site.accepts.includes(bearer) ? 200 : 401 });
  };
  return {
    base: 'http://journal.example/',
    fetch: async (url, init) => {
      if (site.down) throw new TypeError('fetch failed');
      return answer(url, init);
    },
    takeKey: () => site.key ?? null,
    storage: {
      getItem: (name) => kept.get(name) ?? null,
      setItem: (name, value) => void kept.set(name, value),
      removeItem: (name) => void kept.delete(name),
    },
    now: () => 0,
    kept,
  };
}

async function started(site: Site) {
  const given = world(site);
  const auth = createAuth(given);
  await auth.start();
  return { auth, given };
}

describe('signing in', () => {
  it('trades the key of the address for the cookie', async () => {
    const { auth } = await started({ accepts: [], key: 'k', goodKey: 'k' });
    expect(auth.state()).toEqual({ status: 'ready', by: 'cookie' });
    expect(await auth.token()).toBeNull();
  });

  it('says that a key was used before', async () => {
    const { auth } = await started({ accepts: [], key: 'old', goodKey: 'k' });
    expect(auth.state()).toMatchObject({
      status: 'signed_out',
      mode: 'local',
      reason: expect.stringContaining('used before'),
    });
  });

  it('goes on with the cookie though the key is an old one', async () => {
    const { auth } = await started({ accepts: [''], key: 'old', goodKey: 'k' });
    expect(auth.state()).toMatchObject({ status: 'ready' });
  });

  it("takes the site's own token, and a new one before it ends", async () => {
    const tokens = [
      { token: 'one', expires_at: '1970-01-01T00:00:30Z' },
      { token: 'two', expires_at: '2100-01-01T00:00:00Z' },
    ];
    const { auth } = await started({ accepts: ['one', 'two'], mode: { mode: 'token', token_url: '/token' }, tokens });
    expect(auth.state()).toEqual({ status: 'ready', by: 'token' });
    expect(await Promise.all([auth.token(), auth.token()])).toEqual(['two', 'two']);
  });

  it('gets another token in place of one that was refused before its time', async () => {
    const tokens = ['one', 'two'].map((token) => ({ token, expires_at: '2100-01-01T00:00:00Z' }));
    const { auth } = await started({ accepts: ['one'], mode: { mode: 'token', token_url: '/token' }, tokens });
    expect(await auth.token('another')).toBe('one');
    expect(await auth.token('one')).toBe('two');
  });

  it('asks for a token again after the site could not be reached', async () => {
    const tokens = ['one', 'two'].map((token) => ({ token, expires_at: '2100-01-01T00:00:00Z' }));
    const site: Site = { accepts: ['one'], mode: { mode: 'token', token_url: '/token' }, tokens };
    const { auth } = await started(site);
    site.down = true;
    await expect(auth.token('one')).rejects.toThrow();
    site.down = false;
    expect(await auth.token('one')).toBe('two');
  });

  it('takes a pasted token and keeps it for this tab', async () => {
    const { auth, given } = await started({ accepts: ['good'] });
    await auth.paste('bad');
    expect(auth.state()).toMatchObject({ status: 'signed_out', reason: 'That token was not accepted.' });
    await auth.paste('good');
    expect(auth.state()).toEqual({ status: 'ready', by: 'token' });
    expect(given.kept.get('tradistry.token')).toBe('good');
  });

  it('forgets a kept token that is no longer taken', async () => {
    const { auth, given } = await started({ accepts: [], stored: 'old', mode: { mode: 'token', token_url: null } });
    expect(auth.state()).toMatchObject({ status: 'signed_out', mode: 'token' });
    expect(given.kept.size).toBe(0);
  });

  it('says that the server cannot be reached', async () => {
    const { auth } = await started({ accepts: [], down: true });
    expect(auth.state()).toEqual({ status: 'unreachable' });
  });
});

describe('the key of the printed address', () => {
  it('is taken out of the address and its history', () => {
    const shown: string[] = [];
    const history = {
      state: null,
      replaceState: (_state: unknown, _title: string, url?: string | URL | null) => void shown.push(String(url)),
    };
    expect(takeKey({ hash: '#key=s3cret', pathname: '/journal/', search: '?a=1' }, history)).toBe('s3cret');
    expect(shown).toEqual(['/journal/?a=1']);
    expect(takeKey({ hash: '#other', pathname: '/', search: '' }, history)).toBeNull();
    expect(shown).toHaveLength(1);
  });
});
