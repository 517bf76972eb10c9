/** What lowers the confidence of an answer. */
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { ruleConfidence } from './rule-confidence.ts';
import { type Turn, warn } from './turn.ts';

function answered(text: string, progress: Partial<Turn['progress']> = {}): Turn {
  const turn = aTurn();
  turn.log.appendText(text);
  Object.assign(turn.progress, { layer: 'streaming', finishReason: 'stop', ...progress });
  return turn;
}

test('an answer without any trouble is trusted', () => {
  expect(ruleConfidence(answered('Your win rate is 59 %.'))).toBe(1);
});

test('each kind of trouble costs once', () => {
  const turn = answered('Your win rate is 59 %.');
  for (let n = 0; n < 3; n += 1) warn(turn, { code: 'unverified_figures', message: 'One figure.' });
  expect(ruleConfidence(turn)).toBeCloseTo(0.6);
});

test('cut, by the legacy prompt, or without a figure where there are some', () => {
  expect(ruleConfidence(answered('Your win', { finishReason: 'length' }))).toBeCloseTo(0.8);
  expect(ruleConfidence(answered('Fine.', { layer: 'legacy_prompt' }))).toBeCloseTo(0.7);
  // Only that there are some is looked at.
  const figures = [{}] as unknown as Turn['progress']['figures'];
  expect(ruleConfidence(answered('Fine.', { figures }))).toBeCloseTo(0.8);
});

test('it never falls below nothing', () => {
  const turn = answered('Hm.', { finishReason: 'length', layer: 'legacy_prompt' });
  for (const code of ['unverified_figures', 'tool_failed', 'retrieval_degraded', 'context_trimmed'] as const)
    warn(turn, { code, message: 'Trouble.' });
  expect(ruleConfidence(turn)).toBe(0);
});
