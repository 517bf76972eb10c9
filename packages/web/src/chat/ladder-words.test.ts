import type { Layer, WarningChunk, WarningCode } from '@tradistry/protocol';
import { describe, expect, it } from 'vitest';
import { type Ladder, ladderWords } from './ladder-words.ts';
import type { ToolState } from './turn-state.ts';

const warning = (code: WarningCode, layer?: Layer): WarningChunk => ({
  ...{ type: 'warning', code, message: `What the server says of ${code}.` },
  ...(layer && { layer }),
});
const tool = (status: ToolState['status'], summary?: string): ToolState => ({
  ...{ type: 'tool', call_id: 'c', name: 'query_trades', status },
  ...(summary && { summary }),
});
const words = (ladder: Partial<Ladder>) =>
  ladderWords({ by: null, layer: null, warnings: [], tools: [], waiting: false, ...ladder });

describe('the line under an answer', () => {
  it('says what is looked up, then who wrote the answer', () => {
    expect(words({ waiting: true })).toBe('Reading your journal');
    expect(words({ waiting: true, tools: [tool('running', 'Searching your notes')] })).toBe('Searching your notes');
    expect(words({ waiting: true, tools: [tool('running')] })).toBe('Looking something up: query trades');
    expect(words({ tools: [tool('done')] })).toBe('One lookup in your journal');
    expect(words({ by: 'a/model', layer: 'streaming', tools: [tool('done')] })).toBe(
      'Answered by a/model · one lookup in your journal',
    );
  });

  it('says nothing where there is nothing to say', () => {
    expect(words({})).toBe('');
  });

  it('says in a few words which way the answer took', () => {
    const by = 'a/model';
    expect(words({ by, warnings: [warning('fallback', 'invoke')] })).toBe('Answered by a/model · given in one piece');
    expect(words({ by, warnings: [warning('fallback', 'legacy_prompt'), warning('continued')] })).toBe(
      'Answered by a/model · with less of your journal · broke off and went on',
    );
  });

  it('says once that no model could answer', () => {
    const by = 'tradistry/analyst';
    const layer = 'fallback_message';
    expect(words({ by, layer, warnings: [warning('fallback', layer)] })).toBe(
      'Offline analyst: no language model could answer',
    );
    expect(words({ by, layer: 'streaming' })).toBe('Offline analyst: no language model was used');
  });

  it('counts the figures without a source', () => {
    const unverified = { ...warning('unverified_figures'), figures: ['$1', '$2', '$1'] };
    expect(words({ warnings: [unverified] })).toBe('2 figures have no source');
  });

  it('tells figures that were late from what did not fit a model', () => {
    const cut = { ...warning('context_trimmed', 'streaming'), model: 'a/model' };
    expect(words({ warnings: [cut] })).toBe('Some background was left out');
    expect(words({ warnings: [warning('context_trimmed')] })).toBe('Some figures came too late');
    expect(words({ warnings: [cut, warning('context_trimmed')] })).toBe(
      'Some figures came too late · some background was left out',
    );
  });

  it('has words for every code', () => {
    const codes: WarningCode[] = ['model_unavailable', 'tool_failed', 'retrieval_degraded'];
    for (const code of [...codes, 'context_trimmed', 'limit_near'] satisfies WarningCode[])
      expect(words({ warnings: [warning(code)] })).not.toBe('');
  });
});
