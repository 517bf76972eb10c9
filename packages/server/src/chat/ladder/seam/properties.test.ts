/** What holds of the seam for any text, broken anywhere, arriving in any pieces. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ANSWER } from '../../../testing/fault-server/document.ts';
import { ModelFailure } from '../../model-ports.ts';
import type { JoinMode } from '../continuation.ts';
import { createSeam } from './seam.ts';

/** What a continuation adds, arriving in pieces of these sizes, in turns; `null`: it cannot be joined. */
function added(shown: string, arrives: string, { mode, sizes }: { mode: JoinMode; sizes: readonly number[] }) {
  const seam = createSeam(shown, mode);
  let text = '';
  try {
    for (let at = 0, n = 0; at < arrives.length; n += 1) {
      const size = sizes[n % sizes.length] ?? 1;
      text += seam.push(arrives.slice(at, at + size));
      at += size;
    }
    return text + seam.end();
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    expect(text, 'nothing of it was shown').toBe('');
    return null;
  }
}

const ROWS = `Your fills:

| Date | Symbol | Side | Qty | Price |
|------|--------|------|----:|------:|
| 2026-07-01 | AAPL | Long | 100 | 100.00 |
| 2026-07-01 | AAPL | Long | 100 | 100.00 |
| 2026-07-01 | AAPL | Long | 100 | 100.00 |
| 2026-07-02 | 2026-07-02 | Long | Long | 100.00 |
| a | a | a | a | a |
| 0 | 0 | 0 | 0 | 0 |
| 0 | 0 | 0 | 0 | 0 |
| 1 | 10 | 100 | 1000 | 10000 |

Total 1001001000.
`;
const JSON_TEXT = `{"trades": [{"symbol": "AAPL", "qty": 100, "open": 100.00}, {"symbol": "AAPL", "qty": 100, "open": 100.00}],
 "sides": ["long", "long", "long", "short"], "n": [1, 1, 11, 111, 1000, 1000, 10001000], "type": "type", "a": {"a": {"a": 1}}}
`;
const CSV = `date,symbol,qty,price
2026-07-01,AAPL,100,100.00
2026-07-01,AAPL,100,100.00
2026-07-03,2026-07-03,100,100
win,win,loss,win,win
`;
const PROSE = `I know that that is hard; you had had enough. Again and again and again you traded. "No", she said, "no". See https://example.com/a/a/b and e.g. pandas.DataFrame. The mimic murmured. Win-win. 1/7 is 0.142857142857, and 10001000 is not 1000. On 2026 07 14 at 9 05 you paid 1 000 000.00 or 1,000,000.00 or 12,12,12. It costs 5. 5 is fine.  Two spaces. Ha ha haha. Aardvark AAPL BB.

Your win rate in 2025 was 50 %. Your win rate in 2026 was 60 %. Your win rate in 2027 was 70 %.
`;
const LISTS = `1. Trade 1: bought 100 AAPL at 10.00, sold at 11.00.
2. Trade 2: bought 100 AAPL at 12.00, sold at 11.00.
   - yes
   - yes
   - no
- **Bold** a
- **Bold** b
* one
* one

> quote
> quote

---

## A

## A

10
20
`;
const CODE = `Code:

\`\`\`ts
const a = [...items, ...items];
for (let i = 0; i < 10; i++) {
  if (a[i] === a[i]) { x += 1; x += 1; }
  }
  }
}
vector<int> x; char* p; a->b; a<<b; c = "…" + '...';
\`\`\`

Inline \`a\` and \`b\`.
`;
const MIXED =
  '**Net**: **1,234.50** USD and **Net**: **1,234.50** EUR *a*b*c* 📈📈 👩🏽‍💻👩🏽‍💻 日本語の文章です。 هذا نص عربي.';
const DOCUMENTS = { ANSWER, ROWS, JSON_TEXT, CSV, PROSE, LISTS, CODE, MIXED };

const how = fc.record({
  mode: fc.constantFrom<JoinMode>('prefill', 'instruction'),
  sizes: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
});
/** A token of what models write, nasty ones more often than not. */
const token = fc.constantFrom(
  ...[
    'over',
    'trading',
    'the ',
    'You ',
    'closed ',
    ' ',
    '\n',
    '\n\n',
    '1',
    '28',
    ',',
    '.',
    '.50',
    '- ',
    '**',
    '"',
    '…',
  ],
  ...[
    '...',
    '```',
    '```markdown\n',
    '|',
    '| ',
    '---|',
    '# ',
    'Sure',
    'Continuing',
    ':',
    '\n---\n',
    '(',
    '\ud83d',
    '\udcc8',
  ],
);
const tokens = fc.array(token, { minLength: 1, maxLength: 24 }).map((list) => list.join(''));
/** Prose without a word that comes twice. */
const words = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{3,8}$/), { minLength: 24, maxLength: 60 })
  .map((list) => `${list.join(' ')}.`);

describe('a continuation that goes on exactly', () => {
  test.each(Object.entries(DOCUMENTS))('%s: any place, by prefill', (_, text) => {
    for (let at = 1; at < text.length; at += 1)
      expect(added(text.slice(0, at), text.slice(at), { mode: 'prefill', sizes: [1, 4, 7] })).toBe(text.slice(at));
  });

  test.each([ANSWER, JSON_TEXT, CODE, MIXED])(
    'a text in which nothing comes twice: any place, when told to',
    (text) => {
      for (let at = 1; at < text.length; at += 1)
        expect(added(text.slice(0, at), text.slice(at), { mode: 'instruction', sizes: [3] })).toBe(text.slice(at));
    },
  );

  test('is never changed where it is no text that models write', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(text, text, how, (shown, rest, by) => {
        fc.pre(rest.trim() !== '');
        expect(added(shown, rest, by)).toBe(rest);
      }),
    );
  });
});

describe('a continuation that says again what is shown', () => {
  const broken = fc
    .tuple(words, fc.double({ min: 0.4, max: 0.95, noNaN: true }))
    .map(([text, share]) => ({ text, at: Math.floor(text.length * share) }));

  test('from the beginning, with other white space', () => {
    fc.assert(
      fc.property(broken, how, ({ text, at }, by) => {
        const last = text.lastIndexOf(' ', at - 1);
        const again = text.slice(0, last).replaceAll(' ', '\n') + text.slice(last);
        expect(text.slice(0, at) + added(text.slice(0, at), again, by)).toBe(text);
      }),
    );
  });

  test('from a word on, when 16 letters are said again', () => {
    fc.assert(
      fc.property(broken, how, fc.integer({ min: 20, max: 80 }), ({ text, at }, by, back) => {
        const from = text.lastIndexOf(' ', Math.max(0, at - back)) + 1;
        expect(text.slice(0, at) + added(text.slice(0, at), text.slice(from), by)).toBe(text);
      }),
    );
  });

  test('from any place of the answer on which 60 units follow', () => {
    for (const by of ['prefill', 'instruction'] as const) {
      const wrong = [];
      for (let at = 60; at < ANSWER.length; at += 1) {
        const got = added(ANSWER.slice(0, at), ANSWER.slice(at - 60), { mode: by, sizes: [5] });
        if (got !== ANSWER.slice(at)) wrong.push(ANSWER.slice(at - 60, at - 50));
      }
      // They begin with the end of a row, or with a line end.
      expect(wrong.filter((text) => !/^(?:\n| ?\|)/.test(text)).length).toBeLessThanOrEqual(1);
    }
  });

  test('or behind a remark', () => {
    fc.assert(
      fc.property(broken, how, fc.boolean(), ({ text, at }, by, again) => {
        const arrives = `Sure, continuing from where I left off:\n\n${text.slice(again ? 0 : at)}`;
        expect(text.slice(0, at) + added(text.slice(0, at), arrives, by)).toBe(text);
      }),
    );
  });

  test('but with another figure is refused, and nothing of it is shown', () => {
    fc.assert(
      fc.property(broken, how, fc.tuple(fc.nat(999), fc.nat(999)), ({ text, at }, by, [one, other]) => {
        fc.pre(one !== other);
        const shown = `You closed ${one} ${text.slice(0, at)}`;
        expect(added(shown, `You closed ${other} ${text}`, by)).toBeNull();
      }),
    );
  });
});

describe('whatever arrives', () => {
  test('its pieces do not matter', () => {
    fc.assert(
      fc.property(fc.tuple(tokens, tokens, fc.boolean()), how, ([shown, text, again], by) => {
        const arrives = again ? shown + text : text;
        const whole = added(shown, arrives, { ...by, sizes: [arrives.length] });
        expect(added(shown, arrives, by)).toBe(whole);
        expect(added(shown, arrives, { ...by, sizes: [1] })).toBe(whole);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what is added is its end, but for white space where the two meet', () => {
    const plain = tokens.filter((text) => !/["`~]/.test(text));
    fc.assert(
      fc.property(plain, plain, how, (shown, arrives, by) => {
        const text = added(shown, arrives, by);
        expect(text === null || arrives.endsWith(text.trimStart())).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
