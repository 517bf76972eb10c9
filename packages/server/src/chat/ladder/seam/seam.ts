/**
 * The seam of a continuation: what of the arriving text is new. Models go on exactly, repeat their last words, start over from
 * the beginning, put a remark before it, or say something else; and each kind is told by its first characters, as few as
 * possible. Text that was shown is never lost, never doubled and never contradicted.
 */
import type { JoinMode } from '../continuation.ts';
import { createListener, type Decision } from './listener.ts';
import { describeShown } from './text.ts';
import { type Filter, unwrap } from './wrapper.ts';

/** Joins one continuation to what is shown. */
export interface Seam {
  /** True: whatever comes now is new, as it is. */
  readonly joined: boolean;
  /** Takes what arrived, returns what may be shown. Throws `ModelFailure` where it cannot be joined. */
  push(text: string): string;
  /** The stream ended well: the rest. Throws `ModelFailure` where it cannot be joined. */
  end(): string;
}

/** `shown` is not empty. */
export function createSeam(shown: string, mode: JoinMode): Seam {
  const known = describeShown(shown);
  const listener = createListener(known, mode);
  let decided = false;
  let filter: Filter | null = null;

  const settle = ({ insert, from, wrapper }: Decision): string => {
    decided = true;
    filter = wrapper && unwrap(known, wrapper);
    const rest = listener.heard.slice(from);
    return insert + (filter ? filter.push(rest) : rest);
  };

  return {
    get joined() {
      return decided && filter === null;
    },
    push(text) {
      if (decided) return filter ? filter.push(text) : text;
      const decision = listener.listen(text);
      return decision ? settle(decision) : '';
    },
    end() {
      const decision = decided ? null : listener.end();
      const rest = decision ? settle(decision) : '';
      return rest + (filter?.end() ?? '');
    },
  };
}
