/** Proves who is asking: the local cookie, a token from the site's own address, or one pasted by the user. */
import { type AuthWorld, exchangeKey, fetchToken, isAccepted, readMode, type Token } from './auth-calls.ts';
import { scopesOf } from './token-scopes.ts';

/** Where the page stands. `signed_out` says how to get in. */
export type AuthState =
  | { readonly status: 'checking' | 'unreachable' }
  | { readonly status: 'ready'; readonly by: 'cookie' | 'token' }
  | { readonly status: 'signed_out'; readonly mode: 'local' | 'token'; readonly reason: string | null };

export interface Auth {
  state(): AuthState;
  subscribe(changed: () => void): () => void;
  /** Finds out who is asking; called at the start, and again when a new key comes in by the address. */
  start(): Promise<void>;
  /** Tries a token that the user pasted. */
  paste(value: string): Promise<void>;
  /** The token to send; `null`: the cookie speaks. Another one than `refused`, where it can be had. */
  token(refused?: string | null): Promise<string | null>;
  /** The server would not take what was sent. */
  refused(): void;
  /** Whether whoever is signed in has a scope, as far as the page can tell: what it shows, not what the server lets through. */
  may(scope: string): boolean;
}

const STORED = 'tradistry.token';
const RENEW_BEFORE_MS = 60_000;
const USED = 'That address was used before, or it is from an earlier start. Open the newest one.';

export function createAuth(world: AuthWorld): Auth {
  let state: AuthState = { status: 'checking' };
  let token: Token | null = null;
  let renewing: Promise<string | null> | null = null;
  const listeners = new Set<() => void>();

  const set = (next: AuthState) => {
    state = next;
    for (const changed of listeners) changed();
  };
  const enter = async () => {
    const found = await findWay(world);
    token = found.token;
    set(found.state);
  };
  const start = () => enter().catch(() => set({ status: 'unreachable' }));
  const renew = async (url: string) => {
    try {
      token = (await fetchToken(world, url)) ?? token;
      return token?.value ?? null;
    } finally {
      renewing = null;
    }
  };

  return {
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    start,
    async paste(value) {
      const mode = state.status === 'signed_out' ? state.mode : 'token';
      const accepted = await isAccepted(world, value).catch(() => null);
      if (accepted === null) return set({ status: 'unreachable' });
      if (!accepted) return set({ status: 'signed_out', mode, reason: 'That token was not accepted.' });
      token = { value, expiresAt: null, url: null };
      world.storage.setItem(STORED, value);
      set({ status: 'ready', by: 'token' });
    },
    async token(refused = null) {
      const { url = null, expiresAt = null, value = null } = token ?? {};
      const fresh = expiresAt === null || expiresAt - world.now() > RENEW_BEFORE_MS;
      if (url === null || (fresh && (refused === null || refused !== value))) return value;
      renewing ??= renew(url);
      return renewing;
    },
    refused() {
      if (state.status !== 'ready') return;
      set({ status: 'checking' });
      void start();
    },
    // The cookie is the local user's, who has every scope.
    may: (scope) => state.status === 'ready' && (state.by === 'cookie' || scopesOf(token?.value ?? '').includes(scope)),
  };
}

/** Tries the key of the address, the cookie, the site's own token and the one kept for this tab, in this order. */
async function findWay(world: AuthWorld): Promise<{ state: AuthState; token: Token | null }> {
  const key = world.takeKey();
  const exchanged = key === null || (await exchangeKey(world, key));
  if (await isAccepted(world, null)) return { state: { status: 'ready', by: 'cookie' }, token: null };
  const { mode, token_url: url } = await readMode(world);
  const kept = world.storage.getItem(STORED);
  const token = url === null ? kept && { value: kept, expiresAt: null, url } : await fetchToken(world, url);
  if (token && (await isAccepted(world, token.value))) return { state: { status: 'ready', by: 'token' }, token };
  world.storage.removeItem(STORED);
  return { state: { status: 'signed_out', mode, reason: exchanged ? null : USED }, token: null };
}
