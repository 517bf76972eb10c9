/** Names a session before the server knows it, so that its page has an address from the first moment. */

// Not `crypto.randomUUID`: browsers hide it from pages that are not on https or localhost.
export function newSessionId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
