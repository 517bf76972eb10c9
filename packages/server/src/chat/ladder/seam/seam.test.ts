/** What comes after the seam, for every way in which models go on that was seen or could be thought of. */
import { describe, expect, test } from 'vitest';
import { added } from '../../../testing/add-by-seam.ts';
import { ModelFailure } from '../../model-ports.ts';
import type { JoinMode } from '../continuation.ts';
import { createSeam } from './seam.ts';

/** What is shown, what arrives, what it adds. */
type Case = readonly [shown: string, arrives: string, adds: string];

function holds(modes: readonly JoinMode[], cases: readonly Case[]): void {
  for (const mode of modes) {
    test.each(cases)(`${mode}: %j + %j`, (shown, arrives, adds) => {
      expect(added(shown, arrives, { mode }), 'whole').toBe(adds);
      expect(added(shown, arrives, { mode, size: 1 }), 'unit by unit').toBe(adds);
    });
  }
}

function refuses(modes: readonly JoinMode[], cases: readonly (readonly [shown: string, arrives: string])[]): void {
  for (const mode of modes) {
    test.each(cases)(`${mode}: %j + %j`, (shown, arrives) => {
      for (const size of [1, arrives.length]) {
        const seam = createSeam(shown, mode);
        let text = '';
        const run = () => {
          for (let at = 0; at < arrives.length; at += size) text += seam.push(arrives.slice(at, at + size));
          text += seam.end();
        };
        expect(run).toThrow(ModelFailure);
        expect(text, 'nothing of it was shown').toBe('');
      }
    });
  }
}

const BOTH = ['prefill', 'instruction'] as const;
const TOLD = ['instruction'] as const;
const PREFILL = ['prefill'] as const;
const PROSE = 'You closed 42 trades in July and kept most of what the good days brought. The over';
const TABLE = '| Setup | Trades | Net |\n|---|---:|---:|\n| Opening range | 18 | 912.30 |\n';
const CODE = '```python\ndef may_trade(day):\n    if len(losses)';

describe('a model that goes on exactly', () => {
  holds(BOTH, [
    [PROSE, 'trading did not come back.', 'trading did not come back.'],
    ['kept most', ' of it', ' of it'],
    ['most of what the ', 'good days', 'good days'],
    ['made 1,2', '34.50 USD', '34.50 USD'],
    ['made 1,234.', '50 USD', '50 USD'],
    ['made 100', '00 USD', '00 USD'],
    ['made 1', '1.1 USD', '1.1 USD'],
    ['made 1.1', '1.1', '1.1'],
    ['1/7 is 0.142857', '142857', '142857'],
    ['a period of 0.0', '00', '00'],
    ['on 2026-07', '-14 it fell', '-14 it fell'],
    ['A', 'APL rose', 'APL rose'],
    ['I know that ', 'that is hard', 'that is hard'],
    ['The **over', 'trading** came', 'trading** came'],
    ['**Mornings**', ' carried it', ' carried it'],
    ['He called it "overtrading', '" and', '" and'],
    ['He called it ', '"overtrading" and', '"overtrading" and'],
    ['down 🙌', '🏽 yes', '🏽 yes'],
    ['It is\n', '- next', '- next'],
    ['It is', '', ''],
    ['It is', '\n', '\n'],
    [TABLE, '| Fade | 9 | -132.75 |\n', '| Fade | 9 | -132.75 |\n'],
    [`${TABLE}| Fade | 9`, ' | -132.75 |\n', ' | -132.75 |\n'],
    [`${TABLE}| Long | `, 'Long | 5 |', 'Long | 5 |'],
    [`${TABLE}| a`, ' | a | a |\n', ' | a | a |\n'],
    [`${TABLE}| 2026-07-01 `, '| 2026-07-01 | 5 |', '| 2026-07-01 | 5 |'],
    [`${TABLE}| a | 1 | 1 |\n| a | 1 | 1 |\n`, '| a | 1 | 1 |\n| b |', '| a | 1 | 1 |\n| b |'],
    ['| a | b | c |\n|---', '|---|---|\n| 1 |', '|---|---|\n| 1 |'],
    ['["long", "', 'long", "short"]', 'long", "short"]'],
    ['[100.00, ', '100.00, 5]', '100.00, 5]'],
    ['{"symbol": "AA', 'PL", "qty": 100}', 'PL", "qty": 100}'],
    [CODE, ' >= 3:\n        return False', ' >= 3:\n        return False'],
    ['```ts\nconst a = [', '...items];\n```', '...items];\n```'],
    ['```python\n    x = 1\n    ', '    y = 2\n', '    y = 2\n'],
    ['```python\nreturn x\n', '```\n\nDone.', '```\n\nDone.'],
    ['As code:\n\n', '```python\nx\n```\n', '```python\nx\n```\n'],
    ['Your rate in 2025 was 50 %. ', 'Your rate in 2026 was 60 %.', 'Your rate in 2026 was 60 %.'],
    ['Trade 1: bought 100 AAPL at 10.00.\n', 'Trade 2: bought 90 AAPL', 'Trade 2: bought 90 AAPL'],
    ['- yes\n- yes', '\n- yes\n- no', '\n- yes\n- no'],
    ['1. yes', '\n1. yes\n1. no', '\n1. yes\n1. no'],
    ['in groups of 1', '1 to 12', '1 to 12'],
    ['see [1', '2] and', '2] and'],
    ['El precio l', 'legó tarde', 'legó tarde'],
    ['What stood out.\n\n', '---\n\nNext', '---\n\nNext'],
  ]);
  holds(PREFILL, [
    ['I wonder', '... perhaps', '... perhaps'],
    [TABLE, '| Opening range | 18 | 912.30 |\n| Fade |', '| Opening range | 18 | 912.30 |\n| Fade |'],
    ['id 1234', '1234', '1234'],
    ['It is', '  ', '  '],
  ]);
});

describe('a model that repeats the end', () => {
  holds(BOTH, [
    [PROSE, 'overtrading of June', 'trading of June'],
    [PROSE, 'what the good days brought. The overtrading', 'trading'],
    ['You closed 42 trades ', 'trades and kept', 'and kept'],
    ['the month made 1,28', '1,284.50 USD', '4.50 USD'],
    ['of 1,284.50, and then 5', '504.95 USD', '04.95 USD'],
    ['- a\n- **Revenge trades** are down ', '- **Revenge trades** are down to 2', 'to 2'],
    ['in June 🙌🏽, and days brought 🙌🏽', 'and days brought 🙌🏽 more', ' more'],
    [`${TABLE}| Pullback | 15 | 5`, '| Pullback | 15 | 504.95 |\n', '04.95 |\n'],
    [`${TABLE}| 1 | 2`, '| 1 | 20 | 30 |\n', '0 | 30 |\n'],
    ['| a | b |\n|---|---|\n', '|---|---|\n| 1 | 2 |', '| 1 | 2 |'],
    [CODE, '    if len(losses) >= 3:', ' >= 3:'],
    [CODE, 'len(losses) >= 3:', ' >= 3:'],
    ['As code:\n\n```py', '```python\nx = 1', 'thon\nx = 1'],
    ['# July\n\nIt was', 'It was good', ' good'],
    ['the trader’s “good days” note', 'The trader\'s "good days" note says', ' says'],
    ['- a\n\n3. ', '3. **Exits** come early', '**Exits** come early'],
    ['- a\n\n3.', '3. **Exits** come early', ' **Exits** come early'],
    ['- a\n\n2. **En', '2. **Entries** were late', 'tries** were late'],
    ['you felt tired [1', '[1], and on', '], and on'],
    ['came before a loss [4, ', '[4, 5].', '5].'],
    ['you earned $1,2', '$1,284.50 on', '84.50 on'],
    ['See https:/', 'https://example.com/a', '/example.com/a'],
    ['the mean is $\\bar{w', '$\\bar{w}$', '}$'],
    ['Press <kbd>Ctr', '<kbd>Ctrl</kbd>', 'l</kbd>'],
    ['most of  what\nthe good days bro', 'most of what the good days brought', 'ught'],
  ]);
  holds(TOLD, [
    ['Most losses c', 'came on Fridays', 'ame on Fridays'],
    ['See [the', '[the guide](x)', ' guide](x)'],
    ['Both came before a loss [', '[4, 5].', '4, 5].'],
    ['the sum $\\fr', '\\frac{1}{2}$', 'ac{1}{2}$'],
    ['Good. We', 'We recommend', ' recommend'],
    ['It is the ', 'the best', 'best'],
    ['A lot of the', 'of the month', ' month'],
    ['It was good. You kept the plan.', 'You kept the plan. Then', ' Then'],
    ['It was good. You kept the plan.', ' You kept the plan. Then', ' Then'],
    ['It was good. You kept the plan.\n\n', 'You kept the plan.\n\nThen', 'Then'],
    ['It was good. you kept the', 'You kept the plan', ' plan'],
    [TABLE, '| Opening range | 18 | 912.30 |\n| Fade |', '| Fade |'],
    ['{"symbol": "AA', '"symbol": "AAPL"}', 'PL"}'],
    ['The **over', '**overtrading** came', 'trading** came'],
    ['- a\n- **R', '- **Revenge trades**', 'evenge trades**'],
    [PROSE, '\n\novertrading of June', 'trading of June'],
  ]);
});

describe('a model that starts over', () => {
  holds(BOTH, [
    ['# July\n\nYou closed 42 trades and', '# July\n\nYou closed 42 trades and kept', ' kept'],
    ['# July\n\nYou closed 42 trades and', '# July\nYou  closed 42 trades\nand kept', ' kept'],
    ['# July\n\nYou closed 42 trades.\n', '# July\n\nYou closed 42 trades.\n\nMore', '\nMore'],
    ['# July\n\nYou closed 42 trades and kept', '# July\n\nYou closed 42 trades and kept', ''],
    ['# July\n\nYou closed 42 trades and kept', '# July\n\nYou closed 42 trades', ''],
    ['The', 'The month was good', ' month was good'],
    ['"No trades" was the', '"No trades" was the note', ' note'],
    ['Sure, here is July:\n\n42 tra', 'Sure, here is July:\n\n42 trades', 'des'],
    [`${TABLE}| Fade | 9`, `${TABLE}| Fade | 9 | -132.75 |\n`, ' | -132.75 |\n'],
    ['{"sym', '{"symbol": "AAPL"}', 'bol": "AAPL"}'],
    [CODE, `${CODE} >= 3:`, ' >= 3:'],
    [PROSE, `Here is the complete answer:\n\n${PROSE}trading`, 'trading'],
    [PROSE, `Es tut mir leid. Hier ist die Antwort noch einmal:\n\n${PROSE}trading`, 'trading'],
    [PROSE, `---\n\n${PROSE}trading`, 'trading'],
    [PROSE, `Sure! Let me start again:\n\n${PROSE}trading`, 'trading'],
    [PROSE, `\`\`\`markdown\n${PROSE}trading\n\`\`\``, 'trading\n'],
    [PROSE, `"${PROSE}trading"`, 'trading'],
  ]);
  refuses(BOTH, [
    ['You closed 42 trades in July, net', 'You closed 40 trades in July, net 5'],
    ['# July\n\nYou closed 42 trades.\n\n', '# July\n\nYou closed 40 trades.\n\nMore'],
    ['# July\n\nYou closed 42 trades and', '# July\n\nYou lost 42 trades'],
    [`${TABLE}| Pullback | 15 | 5`, '| Pullback | 13 | 410.45 |'],
    ['- a\n- **Revenge trades** are down to', '- **Revenge trades** are up to 9'],
    [PROSE, `Here is the full answer:\n\nIt was a month like any other.`],
    [PROSE, "I'm sorry, I can't continue that text."],
    [PROSE, 'It looks like your message was cut off. Could you share the rest of it?'],
    [PROSE, `I’m sorry, but I don’t see the previous message. ${'Could you paste it here? '.repeat(9)}`],
    [PROSE, 'Continuing from where I left off:'],
    [PROSE, `Sure:\n\n${PROSE.replace('42', '40')}trading`],
  ]);
});

describe('a model that only says that it goes on', () => {
  refuses(BOTH, [[PROSE, 'Sure!']]);
  refuses(TOLD, [[PROSE, 'Natürlich!\n\n']]);
  holds(BOTH, [
    ['What stood out.\n\n', 'Please continue to keep notes.', 'Please continue to keep notes.'],
    ['It fell.', ' Unfortunately, your notes give no context.', ' Unfortunately, your notes give no context.'],
  ]);
});

describe('a model that says something before it goes on', () => {
  const remarks = [
    'Sure, continuing from where I left off:\n\n',
    'Certainly!\n\nContinuing from where I left off:\n\n---\n\n',
    'Continuing from where I left off: ',
    "Here's the continuation of my previous message:\n\n",
    'I apologize for the interruption. Here is the rest of my answer:\n\n',
    '**Continued:**\n\n',
    '*(continued)*\n\n',
    '(continuing)\n',
    '...continuing: ',
    'Ich setze dort fort, wo ich aufgehört habe:\n\n',
    'Natürlich! Hier ist die Fortsetzung:\n\n',
    "Je continue là où je m'étais arrêté :\n\n",
    'Continuando desde donde lo dejé:\n\n',
    'Continuando de onde parei:\n\n',
    'Ecco la continuazione:\n\n',
    'Продолжаю с того места, где остановился:\n\n',
    '继续上文：\n\n',
    '続きです：\n\n',
    '계속 작성하겠습니다:\n\n',
  ];
  holds(
    BOTH,
    remarks.map((remark): Case => [PROSE, `${remark}trading of June`, 'trading of June']),
  );
  holds(TOLD, [
    ...remarks.map((remark): Case => [PROSE, `${remark}overtrading of June`, 'trading of June']),
    [PROSE, "I'm sorry for the interruption. overtrading of June", 'trading of June'],
    [PROSE, '---\n\novertrading of June', 'trading of June'],
    [PROSE, '---\n\ntrading of June', 'trading of June'],
    [PROSE, "Sure, I'll continue.\n\novertrading of June", 'trading of June'],
    [PROSE, 'Sure!\n\novertrading of June', 'trading of June'],
    [PROSE, 'Here is the rest:\n\nThe overtrading of June', 'trading of June'],
    ['That works.', '\n\nOK\n', '\n\nOK\n'],
    ['He', 'Here is the rest of my answer:\n\nHello', 'llo'],
  ]);
  holds(BOTH, [
    ['What stood out.\n\n', 'Continuing to trade so costs 5:\n\n- a', 'Continuing to trade so costs 5:\n\n- a'],
    ['What stood out.\n\n', 'Here is what to do:\n\n- a', 'Here is what to do:\n\n- a'],
    ['What stood out.\n\n', 'Sure, that works.', 'Sure, that works.'],
    ['您的胜率为54.3%。\n\n', '继续持有的仓位：\n\n- a', '继续持有的仓位：\n\n- a'],
    ['Was auffällt.\n\n', 'Hier ist ein Plan:\n\n- a', 'Hier ist ein Plan:\n\n- a'],
  ]);
});

describe('a model that wraps its continuation', () => {
  holds(BOTH, [
    [PROSE, '```markdown\ntrading of June\n```', 'trading of June\n'],
    [PROSE, '```\ntrading:\n\n```ts\nx\n```\nDone.\n```', 'trading:\n\n```ts\nx\n```\nDone.\n'],
    [CODE, '```python\n >= 3:\n```\n\nDone.', ' >= 3:\n```\n\nDone.'],
    [CODE, '```markdown\n >= 3:\n```\n\nDone.\n```', ' >= 3:\n```\n\nDone.\n'],
    ['```python\nx = foo(', '```\nbar)\n```', 'bar)\n```'],
    ['{"symbol": "AA', '```json\nPL"}\n```', 'PL"}\n'],
    [PROSE, '…what the good days brought. The overtrading', 'trading'],
    [PROSE, '"...what the good days brought. The overtrading of June."', 'trading of June.'],
    [PROSE, '"…the good days brought. The over" — of June', ' — of June'],
  ]);
  holds(TOLD, [
    [PROSE, '...trading of June', 'trading of June'],
    ['most of what', '... the good days', ' the good days'],
    ['most of what', '" the good days."', ' the good days.'],
    ['a rate of 54.', '"3 % in June."', '3 % in June.'],
    ['He called it "over', '" and', '" and'],
    ['most of what the ', '... good days', 'good days'],
    [PROSE, '"trading of June."', 'trading of June.'],
    [PROSE, '“trading” of June', 'trading” of June'],
  ]);
});

describe('white space that is too much or missing', () => {
  holds(BOTH, [
    ['You closed 42 trades ', ' and kept', 'and kept'],
    ['made 1,28', ' 4.50 USD', '4.50 USD'],
    ['made 1,284', ' .50 USD', '.50 USD'],
    [`${TABLE}| Pullback | 15 | 5`, ' 04.95 |', '04.95 |'],
    [TABLE.trimEnd(), '| Fade | 9 | -132.75 |', '\n| Fade | 9 | -132.75 |'],
    ['- one thing.', '- another', '\n- another'],
    ['That is all.', '## Next', '\n\n## Next'],
    ['As code:', '```python\nx\n```\n', '\n\n```python\nx\n```\n'],
    ['```python\nreturn x', '```\nDone.', '\n```\nDone.'],
    [CODE, '>= 3:', ' >= 3:'],
    ['on 2026', ' 12 trades', ' 12 trades'],
    ['paid 1 000', ' 000.00', ' 000.00'],
  ]);
  holds(TOLD, [
    ['It did not come back.', 'Net of fees', ' Net of fees'],
    ['See pandas.', 'DataFrame too', 'DataFrame too'],
    ['of the good days;', 'the rest', ' the rest'],
    ['The overtrading of early June did not come', '\n\nback in July', ' back in July'],
    ['The overtrading of early June did not come ', '\nback in July', 'back in July'],
    ['It did not come back.', '\n\nNext, costs', '\n\nNext, costs'],
    [`${TABLE}| Pull`, '\nback | 15 |', 'back | 15 |'],
    ['a paragraph.\n\n', '\nThen', 'Then'],
    ['It is', '  ', ''],
  ]);
});

test('a seam is out of the way as soon as it is known how the model goes on', () => {
  const seam = createSeam(PROSE, 'prefill');
  expect(seam.joined).toBe(false);
  expect(seam.push('t') + seam.push('r') + seam.push('a') + seam.push('ding')).toBe('trading');
  expect(seam.joined).toBe(true);
});

test('a long answer costs little for each unit, whatever arrives', () => {
  const long = Array.from({ length: 60_000 }, (_, n) => `word${(n * 7919) % 10_007}`)
    .join(' ')
    .slice(0, 400_000);
  const from = performance.now();
  expect(added(long, `${long} and more`, { mode: 'instruction', size: 4 })).toBe(' and more');
  expect(added(long, `\`\`\`md\n${long}\n\`\`\``, { mode: 'instruction', size: 4 })).toBe('\n');
  expect(added(`${long}.`, 'x`` '.repeat(50_000), { mode: 'instruction', size: 4 })).toBe('x`` '.repeat(50_000));
  expect(() => added('a'.repeat(400_000), `${'a'.repeat(9_000)}b`, { mode: 'prefill', size: 4 })).toThrow(ModelFailure);
  expect(performance.now() - from).toBeLessThan(10_000);
});
