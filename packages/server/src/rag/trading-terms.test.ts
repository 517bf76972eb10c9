/** One thing said in many ways. */
import { describe, expect, test } from 'vitest';
import { inPlainWords, placesOf, termsIn } from './trading-terms.ts';

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
    ['moved_stop', ['moved my stop', 'widened the stop', 'pulled my stop', 'without a stop']],
    ['cut_winner', ['cut my winner short', 'took profits too early', 'left money on the table']],
  ])('%s is found whichever words were written', (id, texts) => {
    for (const text of texts) expect([text, termsIn(text)]).toEqual([text, expect.arrayContaining([id])]);
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
