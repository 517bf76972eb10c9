/** Figures keep their place in the text, figures are written for en-US, and the user's words can do nothing. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compose, escapeMarkdown, table } from './compose.ts';
import { writeDuration, writeMetric, writeMoney, writePercent } from './write-figure.ts';

describe('composing', () => {
  test('a span is where its figure stands, in UTF-16 code units', () => {
    const figure = { text: '-$41.25', value: '-41.25', unit: 'USD', source: {} };
    const { text, spans } = compose(['😀 P&L: ', ['**', figure, '**'], table(['a', 'b'], [['x', figure]])]);
    expect(spans.map(({ at, length }) => text.slice(at, at + length))).toEqual(['-$41.25', '-$41.25']);
  });

  test('no words of a user make a link, an image, HTML or a table cell', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            '[',
            ']',
            '(',
            ')',
            '!',
            '<',
            '>',
            '`',
            '*',
            '_',
            '|',
            '\\',
            'http://a.b',
            'www.a.b',
            'a@b.c',
            'x',
            ' ',
          ),
        ),
        (parts) => {
          const escaped = escapeMarkdown(parts.join(''));
          const live = escaped.replace(/\\[\s\S]/g, '');
          expect(live).not.toMatch(/[[\]<>|`*_!]|https?:\/|www\.|\w@/);
        },
      ),
    );
  });
});

describe('figures', () => {
  test.each([
    ['-41.25', '-$41.25'],
    ['1234.5', '$1,234.50'],
    ['0.005', '$0.01'],
    ['-0.005', '-$0.01'],
    ['-0.001', '$0.00'],
    ['12345678901234567.125', '$12,345,678,901,234,567.13'],
  ])('%s is %s', (value, written) => {
    expect(writeMoney(value, 'USD')).toBe(written);
  });

  test('other currencies have their own sign', () => {
    expect(writeMoney('-10', 'EUR')).toBe('-€10.00');
  });

  test('rates, ratios and counts', () => {
    expect(writePercent('0.585366')).toBe('58.5%');
    expect(writeMetric('profit_factor', '1.005', 'USD')).toBe('1.01');
    expect(writeMetric('trades', 12_345, 'USD')).toBe('12,345');
  });

  test.each([
    [45, '45 s'],
    [95, '1 min 35 s'],
    [1800, '30 min'],
    [8040, '2 h 14 min'],
    [7200, '2 h'],
    [273_600, '3 d 4 h'],
  ])('%d seconds are %s', (seconds, written) => {
    expect(writeDuration(seconds)).toBe(written);
  });
});
