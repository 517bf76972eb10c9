import { beforeEach, expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { rememberCallers } from './remember-callers.ts';
import type { Caller } from './verify-token.ts';

let asked: string[];
let time: number;
let callers: Record<string, Caller>;
let verify: (token: string) => Promise<Caller>;

beforeEach(() => {
  asked = [];
  time = 0;
  callers = {};
  verify = rememberCallers(
    async (token) => {
      asked.push(token);
      const caller = callers[token];
      if (!caller) throw new Refusal('token_invalid', 'no');
      return caller;
    },
    { wall: () => 1_000_000 + time, now: () => time },
  );
});

function callerUntil(expiresAt: number | null): Caller {
  return { userId: 'u', plan: null, scopes: new Set(['chat']), expiresAt };
}

test('a token is checked once a minute, however often it is sent', async () => {
  callers['a'] = callerUntil(null);
  for (time = 0; time < 59_000; time += 1000) expect(await verify('a')).toBe(callers['a']);
  expect(asked).toEqual(['a']);
  time = 60_000;
  await verify('a');
  expect(asked).toEqual(['a', 'a']);
});

test('one that has expired is checked each time, and one that is refused is refused each time', async () => {
  callers['a'] = callerUntil(1_005_000);
  await verify('a');
  time = 5000;
  delete callers['a'];
  await expect(verify('a')).rejects.toThrow(Refusal);
  await expect(verify('a')).rejects.toThrow(Refusal);
  expect(asked).toEqual(['a', 'a', 'a']);
});

test('another token is another caller', async () => {
  callers['a'] = callerUntil(null);
  callers['b'] = { ...callerUntil(null), userId: 'v' };
  expect([(await verify('a')).userId, (await verify('b')).userId, (await verify('a')).userId]).toEqual(['u', 'v', 'u']);
});
