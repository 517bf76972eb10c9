/** Names what the server does not know yet: a session, so that its page has an address at once, and a question, so that it is asked once. */

// Not `crypto.randomUUID`: browsers hide it from pages that are not on https or localhost.
export function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
