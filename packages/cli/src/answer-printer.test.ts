/** What a terminal shows of an answer that grows, is doubled, or is rewound. */
import { expect, test } from 'vitest';
import { createAnswerPrinter } from './answer-printer.ts';

function printed(...tokens: [at: number, content: string][]): string {
  let shown = '';
  const output = { write: (text: string) => (shown += text) };
  const printer = createAnswerPrinter({ env: {}, stdout: output, stderr: output, onInterrupt: () => () => undefined });
  for (const [at, content] of tokens) printer.print({ type: 'token', at, content });
  printer.end();
  return shown;
}

test('text is printed as it grows', () => {
  expect(printed([0, 'a '], [2, 'b\n'], [4, 'c'])).toBe('a b\nc\n');
});

test('what comes twice is printed once', () => {
  expect(printed([0, 'abc'], [0, 'abc'], [1, 'bcd'])).toBe('abcd\n');
});

test('a rewind that goes on the same way is not seen', () => {
  expect(printed([0, 'abcdef'], [3, ''], [3, 'de'], [5, 'fgh'])).toBe('abcdefgh\n');
});

test('a rewind that goes on otherwise prints the answer again', () => {
  expect(printed([0, 'abcdef'], [3, ''], [3, 'XY'], [5, 'Z'])).toBe(
    'abcdef\n\n(The answer was interrupted. Again from the start:)\n\nabcXYZ\n',
  );
});
