/** What changed between two versions, line by line. */
import type { PromptDiff } from '@tradistry/protocol';
import { diffLines } from 'diff';
import type { StoredPrompt } from './ports.ts';

export function diffPrompts(from: StoredPrompt, to: StoredPrompt): PromptDiff {
  const changes = diffLines(from.template, to.template, { newlineIsToken: false });
  return {
    type: from.type,
    from: from.version,
    to: to.version,
    lines: changes.flatMap(({ value, added, removed }) => {
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
