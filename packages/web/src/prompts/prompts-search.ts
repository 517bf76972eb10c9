/** What the prompts page's address says: the part of it, the type, the versions and the experiment that are open. */
import type { PromptType } from '@tradistry/protocol';

export const VIEWS = ['versions', 'playground', 'experiments', 'audit'] as const;
export type View = (typeof VIEWS)[number];

// A list of the page's own, though the protocol has it: its schemas would come with it into the first load.
export const TYPES = [
  ...['chat', 'legacy', 'continuation', 'title', 'summary', 'confidence'],
] as const satisfies readonly PromptType[];
export const TYPE_OPTIONS = TYPES.map((type) => [type, type] as const);

export interface PromptsSearch {
  readonly view?: View;
  readonly type?: PromptType;
  /** The version that is open. */
  readonly version?: number;
  /** A new version is being written, from this one. */
  readonly edit?: number;
  /** Two versions beside each other. */
  readonly left?: number;
  readonly right?: number;
  /** The experiment that is open; `new`: one is being made. */
  readonly experiment?: string;
}

/** What stands in the place of a list: an experiment, a form, two versions; `null`: the list does. */
export function openedOf({ experiment, edit, left, right }: PromptsSearch): string | null {
  if (experiment !== undefined) return `experiment-${experiment}`;
  if (edit !== undefined) return 'new-version';
  return left !== undefined && right !== undefined ? 'comparison' : null;
}

const NUMBERS = ['version', 'edit', 'left', 'right'] as const;

/** Reads an address; what is not known is left out. */
export function readPromptsSearch(search: Record<string, unknown>): PromptsSearch {
  const view = VIEWS.find((name) => name === search['view']);
  const type = TYPES.find((name) => name === search['type']);
  const experiment = search['experiment'];
  const numbers = NUMBERS.flatMap((name) => {
    const value = Number(search[name]);
    return Number.isInteger(value) && value > 0 ? [[name, value] as const] : [];
  });
  return {
    ...Object.fromEntries(numbers),
    ...(view && { view }),
    ...(type && { type }),
    ...(typeof experiment === 'string' && experiment !== '' && { experiment }),
  };
}
