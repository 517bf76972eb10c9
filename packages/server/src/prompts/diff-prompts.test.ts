/** What a diff says of two versions, however large they are. */
import { expect, test } from 'vitest';
import { diffPrompts } from './diff-prompts.ts';
import type { StoredPrompt } from './ports.ts';

function version(number: number, template: string): StoredPrompt {
  const about = { note: null, author: 'olga', parent: null, createdAt: new Date(0) };
  return { ...about, type: 'chat', version: number, template, examples: [], settings: {} };
}

const marks = { same: ' ', removed: '-', added: '+' } as const;
const diff = (from: string, to: string) =>
  diffPrompts(version(1, from), version(2, to)).lines.map(({ change, text }) => `${marks[change]}${text}`);

test('lines that stayed stand once', () => {
  expect(diff('a\nb\nc', 'a\nB\nc')).toEqual([' a', '-b', '+B', ' c']);
  expect(diff('a', 'a')).toEqual([' a']);
});

test('texts with next to nothing in common are told one after the other', () => {
  const lines = (from: number) => Array.from({ length: 12_000 }, (_, n) => `${((n * from) % 997).toString(36)}`);
  const [before, after] = [lines(7), lines(11)];
  expect(diff(before.join('\n'), after.join('\n'))).toEqual([
    ...before.map((line) => `-${line}`),
    ...after.map((line) => `+${line}`),
  ]);
});
