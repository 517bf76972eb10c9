import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GrowingText } from './growing-text.ts';

const pieces = fc.array(fc.string({ maxLength: 1200 }), { maxLength: 12 });

describe('text that grows', () => {
  test('is what one string would be, however it was written and wherever it is cut', () => {
    fc.assert(
      fc.property(pieces, fc.nat(8000), fc.nat(8000), (written, from, to) => {
        const [first = '', ...rest] = written;
        const text = new GrowingText(first);
        for (const piece of rest) text.append(piece);
        const whole = written.join('');
        expect(text.toString()).toBe(whole);
        expect(text.length).toBe(whole.length);
        expect(text.slice(from)).toBe(whole.slice(from));
        expect(text.slice(from, to)).toBe(whole.slice(from, to));
      }),
    );
  });
});
