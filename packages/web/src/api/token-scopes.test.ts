import { expect, test } from 'vitest';
import { scopesOf } from './token-scopes.ts';

const tokenOf = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;

test('a token says what its bearer may; one that is none says nothing', () => {
  expect(scopesOf(tokenOf({ sub: 'Ünal ÿ', scope: 'chat ops:read' }))).toEqual(['chat', 'ops:read']);
  expect(scopesOf(tokenOf({ sub: 'alice' }))).toEqual(['chat']);
  for (const bad of ['', 'x.y.z', tokenOf(null), tokenOf({ scope: 3 })]) expect(scopesOf(bad)).toEqual([]);
});
