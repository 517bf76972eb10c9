/** The sources an answer may cite, and those that it does. */
import type { Source } from '@tradistry/protocol';
import type { Turn } from '../turn.ts';

type CitingTurn = Pick<Turn, 'log'> & { readonly progress: Pick<Turn['progress'], 'citable' | 'tools'> };

/** What the prompt held, what was cited before it, and what tools found. */
export function citableSources({ progress }: Pick<CitingTurn, 'progress'>): readonly Source[] {
  return [...progress.citable, ...progress.tools.sources];
}

/** Those whose mark stands in the text. */
export function citedSources(turn: CitingTurn): Source[] {
  const { answer } = turn.log;
  return citableSources(turn)
    .filter(({ n }) => answer.includes(`[${n}]`))
    .sort((a, b) => a.n - b.n);
}

/**
 * Numbers for `found`, the best first, such that marks which stand in the text already keep their meaning: a thing that
 * `kept` has keeps its number, and no other thing gets that.
 */
export function numberSources<T extends Pick<Source, 'kind' | 'id'>>(
  found: readonly T[],
  kept: readonly Source[],
): (T & { readonly n: number })[] {
  const numberOf = new Map(kept.map(({ kind, id, n }) => [`${kind} ${id}`, n]));
  const taken = new Set(kept.map(({ n }) => n));
  let next = 0;
  return found.map((thing) => {
    const known = numberOf.get(`${thing.kind} ${thing.id}`);
    if (known !== undefined) return { ...thing, n: known };
    do next += 1;
    while (taken.has(next));
    return { ...thing, n: next };
  });
}
