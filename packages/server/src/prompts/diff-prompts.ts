/** What changed between two versions, line by line. */
import type { PromptDiff } from '@tradistry/protocol';
import { type ChangeObject, diffLines } from 'diff';
import type { StoredPrompt } from './ports.ts';

/** Of two texts that differ in more lines nobody looks for what they share, and finding it would hold up every answer for seconds. */
const MOST_CHANGES = 1000;

export function diffPrompts(from: StoredPrompt, to: StoredPrompt): PromptDiff {
  return {
    type: from.type,
    from: from.version,
    to: to.version,
    lines: changesOf(from.template, to.template).flatMap(({ value, added, removed }) => {
      const change = added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const);
      return value
        .replace(/\n$/, '')
        .split('\n')
        .map((text) => ({ change, text }));
    }),
    settings: { from: from.settings, to: to.settings },
    examples: { from: [...from.examples], to: [...to.examples] },
  };
}

type Change = Pick<ChangeObject<string>, 'value' | 'added' | 'removed'>;

function changesOf(from: string, to: string): readonly Change[] {
  const found = diffLines(from, to, { maxEditLength: MOST_CHANGES });
  return (
    found ?? [
      { value: from, added: false, removed: true },
      { value: to, added: true, removed: false },
    ]
  );
}
