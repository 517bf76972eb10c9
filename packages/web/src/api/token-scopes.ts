/** Reads what a token says its bearer may. The server checks it; the page only leaves out what would be refused. */

/** The scopes, `chat` where it names none; none for what is no JWT. */
export function scopesOf(token: string): string[] {
  try {
    const claims: unknown = JSON.parse(decode(token.split('.')[1] ?? ''));
    if (typeof claims !== 'object' || claims === null) return [];
    const scope: unknown = 'scope' in claims ? claims.scope : 'chat';
    return typeof scope === 'string' ? scope.split(' ') : [];
  } catch {
    return [];
  }
}

function decode(base64url: string): string {
  return atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
}
