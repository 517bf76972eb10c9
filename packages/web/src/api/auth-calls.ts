/** The calls that signing in takes. */

/** The browser as far as signing in needs it. */
export interface AuthWorld {
  /** Where the page lives, with a slash at its end. */
  readonly base: string;
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** The one-time key of the printed address; reading it takes it out of the address. */
  takeKey(): string | null;
  readonly storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  now(): number;
}

export interface Token {
  readonly value: string;
  /** Milliseconds since 1970; `null`: not known. */
  readonly expiresAt: number | null;
  /** Where the next one comes from; `null`: it was pasted. */
  readonly url: string | null;
}

/** Whether the server takes this token, or the cookie where it is `null`. */
export async function isAccepted(world: AuthWorld, token: string | null): Promise<boolean> {
  const headers: HeadersInit = token === null ? {} : { authorization: `Bearer ${token}` };
  const response = await world.fetch(`${world.base}api/settings`, { headers, credentials: 'same-origin' });
  // Only the status matters; a body left unread keeps the request open.
  await response.body?.cancel();
  return response.status !== 401 && response.status !== 403;
}

/** Trades the one-time key of the address for the cookie; false where it is not taken. */
export async function exchangeKey(world: AuthWorld, secret: string): Promise<boolean> {
  const response = await world.fetch(`${world.base}api/auth/local`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    credentials: 'same-origin',
    body: JSON.stringify({ secret }),
  });
  return response.ok;
}

/** How this server lets people in. */
export async function readMode(world: AuthWorld): Promise<{ mode: 'local' | 'token'; token_url: string | null }> {
  const response = await world.fetch(`${world.base}api/auth`, { credentials: 'same-origin' });
  if (!response.ok) return { mode: 'local', token_url: null };
  // Our own server, by contract.
  return (await response.json()) as { mode: 'local' | 'token'; token_url: string | null };
}

/** A token from the site's own address; `null` where it has none for this visitor. */
export async function fetchToken(world: AuthWorld, url: string): Promise<Token | null> {
  const response = await world.fetch(new URL(url, world.base).href, { credentials: 'same-origin' });
  if (!response.ok) return null;
  // By contract.
  const body = (await response.json()) as { token: string; expires_at?: string | number | null };
  return { value: body.token, expiresAt: toMillis(body.expires_at ?? null), url };
}

/** Seconds or milliseconds since 1970, or ISO 8601. */
function toMillis(at: string | number | null): number | null {
  if (typeof at === 'number') return at < 1e11 ? at * 1000 : at;
  const millis = at === null ? Number.NaN : Date.parse(at);
  return Number.isNaN(millis) ? null : millis;
}
