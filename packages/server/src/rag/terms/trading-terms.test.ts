/** One thing said in many ways. */
import { describe, expect, test } from 'vitest';
import { correctTerms } from './correct-terms.ts';
import { firstSymbolOf } from './instruments.ts';
import { inPlainWords, instrumentsIn, placesOf, termsIn } from './trading-terms.ts';
import { TERMS } from './vocabulary.ts';

describe('traders’ terms', () => {
  test.each([
    ['fomo', ['Pure FOMO again', 'fear of missing the move', 'chased it up', 'Chasing the open', 'I got in late']],
    [
      'averaging_down',
      ['averaged down twice', 'doubled down', 'Added to my losers', 'adding to a losing trade', 'martingale style'],
    ],
    ['scaling_out', ['scaled out in thirds', 'took partials', 'trimmed half', 'peeled off some', 'left a runner']],
    ['chop', ['Chop all day', 'choppy', 'whipsawed', 'sideways tape', 'range-bound']],
    ['revenge', ['revenge trade', 'trying to make it back', 'wanted to get even']],
    ['moved_stop', ['moved my stop', 'widened the stop', 'pulled my stop']],
    [
      'no_trade_day',
      [
        'I did not trade',
        "Didn't trade today",
        'No trades all week',
        'stood aside',
        'sat on my hands',
        'without a single trade',
      ],
    ],
    ['no_stop', ['no stop', 'I never used a stop', "there wasn't a stop in", 'had no hard stop']],
    ['not_filled', ['my order was not filled', 'never got filled', 'missed my fill', 'limit was missed by two ticks']],
    ['liquidation', ['liquidated at 4am', 'got rekt', 'the exchange wiped me out']],
    ['simulator', ['paper traded it', 'on the sim', 'in a demo account']],
    ['basis_trade', ['the basis trade', 'cash-and-carry', 'spot versus futures']],
    ['held_loser', ['held and hoped', 'bag-holding', 'rode it down', 'I kept hoping']],
    ['dip_buying', ['bought the dip', 'BTFD', 'dip buyers']],
    ['stop_loss_rule', ['max daily loss', 'the lockout kicked in', 'daily loss limit']],
    ['cut_winner', ['cut my winner short', 'took profits too early', 'left money on the table']],
  ])('%s is found whichever words were written', (id, texts) => {
    for (const text of texts) expect([text, termsIn(text)]).toEqual([text, expect.arrayContaining([id])]);
  });

  test('little words may stand between theirs', () => {
    expect(termsIn('I held it, as a loser, for far too long')).not.toContain('held_loser');
    expect(termsIn('I held it too long')).toContain('held_loser');
    expect(termsIn('added one more to the losers')).toContain('averaging_down');
  });

  test('each has a name of its own, plain words, and forms', () => {
    expect(new Set(TERMS.map(({ id }) => id)).size).toBe(TERMS.length);
    for (const { id, plain, forms } of TERMS) {
      expect([id, plain.length > 3, forms.length > 0]).toEqual([id, true, true]);
      expect([id, forms.filter((form) => form === '')]).toEqual([id, []]);
    }
  });

  test('they are words of their own, not parts of others', () => {
    expect(termsIn('The workshop was fine and the chopsticks too.')).not.toContain('scalp');
    expect(termsIn('A gapless, purchased thing')).toEqual([]);
  });

  test('the embedder is told them in plain words, and where they stand can be shown', () => {
    expect(inPlainWords('No terms here at all')).toBe('No terms here at all');
    expect(inPlainWords('FOMO again')).toBe('FOMO again (fear of missing out, chasing the move)');
    const text = 'It was FOMO, so I chased.';
    expect(placesOf(text, ['fomo']).map(({ start, length }) => text.slice(start, start + length))).toEqual([
      'FOMO',
      'chased',
    ]);
  });
});

describe('what is traded', () => {
  test.each([
    ['Nvidia', ['NVDA']],
    ["What did I do in Apple's stock and in bitcoin?", ['AAPL', 'BTC']],
    ['the spoos, the nasdaq futures and crude oil', ['ES', 'NQ', 'CL']],
    ['sold MES, bought nvda', ['ES', 'NVDA']],
    ['I was open about it, spot on; the coin fell', []],
  ])('is known by its names and symbols: %s', (text, symbols) => {
    expect(instrumentsIn(text).sort()).toEqual([...symbols].sort());
  });

  test.each([
    ['ESZ5', 'ES'],
    ['/MNQ', 'NQ'],
    ['BTC-USD', 'BTC'],
    ['xauusd', 'GC'],
    ['GOOG', 'GOOGL'],
    ['ABCD', 'ABCD'],
    ['AAPL', 'AAPL'],
  ])('%s follows what %s follows', (symbol, first) => {
    expect(firstSymbolOf(symbol)).toBe(first);
  });
});

describe('slips of the finger', () => {
  test.each([
    ['revnge trading', 'revenge trading'],
    ['telsa avreaging down', 'tesla averaging down'],
    ['liquidaton, too much levrage', 'liquidation, too much leverage'],
    ['nvidea earnigns', 'nvidia earnings'],
  ])('%s is read as %s', (slipped, right) => expect(correctTerms(slipped)).toBe(right));

  test('other words are left as they are', () => {
    const text = 'Would there be another story about the world, written along the beach?';
    expect(correctTerms(text)).toBe(text);
  });
});
