/** Keeps the token that requests carry, and asks for a new one when the server refuses it. */

/**
 * A token, or a function that gets one; it is asked again only when the server refuses the last, and is told which that was.
 * `null`: none is sent, the browser's cookie speaks.
 */
export type Token = string | ((refused: string | null) => Promise<string | null>);

export interface TokenSource {
  /** True when a refused token can be replaced by asking again. */
  readonly renewable: boolean;
  /** The token to send; `null` in cookie mode. */
  get(): Promise<string | null>;
  /** Tells that the server refused this token; without one: whichever is kept. */
  forget(refused?: string | null): void;
}

export function createTokenSource(token: Token | undefined): TokenSource {
  if (typeof token !== 'function') {
    return { renewable: false, get: async () => token ?? null, forget: () => undefined };
  }
  let asked: Promise<string | null> | null = null;
  let known: string | null = null;
  let refusedLast: string | null = null;
  const ask = async () => {
    known = await token(refusedLast);
    return known;
  };
  return {
    renewable: true,
    get: () => {
      asked ??= ask().catch((error: unknown) => {
        asked = null;
        throw error;
      });
      return asked;
    },
    // Two requests may be refused with the same old token; only the first of them throws it away.
    forget: (refused) => {
      if (refused !== undefined && refused !== known) return;
      asked = null;
      refusedLast = known;
    },
  };
}
