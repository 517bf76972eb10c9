/** JSON that PostgreSQL takes: an answer must not fail to be saved over a character in something beside it. */

/** What JSON.stringify writes for a NUL or a lone surrogate; an escaped backslash before it is another thing. */
const UNSTORABLE = /\\\\|\\u(?:0000|d[89a-f][0-9a-f]{2})/gi;

/** `JSON.stringify`, with NUL and lone surrogates (which `jsonb` refuses) replaced. */
export function toStorableJson(value: unknown): string {
  return JSON.stringify(value).replace(UNSTORABLE, (found) => (found === '\\\\' ? found : '\\ufffd'));
}
