/** How a connection failed, by the codes of Node and undici, however deep they stand. */
import { describe, expect, test } from 'vitest';
import { failureOfConnection, WORDS } from './failure.ts';

const withCode = (code: string, cause?: unknown) => Object.assign(new Error(`LEAK ${code}`, { cause }), { code });

describe('a connection', () => {
  const codes: [string, before: string, amid: string][] = [
    ['UND_ERR_CONNECT_TIMEOUT', 'connect_timeout', 'connect_timeout'],
    ['ETIMEDOUT', 'connect_timeout', 'network'],
    ['UND_ERR_HEADERS_TIMEOUT', 'first_token_timeout', 'first_token_timeout'],
    ['UND_ERR_BODY_TIMEOUT', 'first_token_timeout', 'idle_timeout'],
    ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'truncated', 'truncated'],
    ['UND_ERR_HEADERS_OVERFLOW', 'malformed', 'malformed'],
    ['Z_DATA_ERROR', 'malformed', 'malformed'],
    ['ECONNREFUSED', 'network', 'network'],
    ['ECONNRESET', 'network', 'network'],
    ['ENOTFOUND', 'network', 'network'],
    ['EAI_AGAIN', 'network', 'network'],
    ['EPIPE', 'network', 'network'],
    ['UND_ERR_SOCKET', 'network', 'network'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'network', 'network'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'network', 'network'],
  ];
  test.each(codes)('that fails by %s', (code, before, amid) => {
    expect(failureOfConnection(withCode(code), false).failureClass).toBe(before);
    expect(failureOfConnection(withCode(code), true).failureClass).toBe(amid);
    expect(failureOfConnection(new Error('wrapped', { cause: withCode(code) }), true).failureClass).toBe(amid);
  });

  test('that fails in no known way is a failure of the network, and tells nothing of itself', () => {
    for (const error of [new Error('LEAK'), 'LEAK', null, withCode('LEAK', withCode('LEAK'))]) {
      const { failureClass, detail, message } = failureOfConnection(error, false);
      expect([failureClass, detail]).toEqual(['network', WORDS.network]);
      expect(message).not.toContain('LEAK');
    }
  });

  test('whose error is its own cause ends all the same', () => {
    const error = new Error('round');
    error.cause = error;
    expect(failureOfConnection(error, false).failureClass).toBe('network');
  });
});

describe('the words for people', () => {
  test('are one sentence or two for each class, and end as such', () => {
    for (const words of Object.values(WORDS)) expect(words).toMatch(/^[A-Z][^.]+\.( [A-Z][^.]+\.)?$/);
  });
});
