/** What the tools of one turn have come to: what may be cited, which calls were faulty, whose ids were used. */
import type { Source } from '@tradistry/protocol';

/** `[n]` of what tools find begins above every passage that the prompt itself can hold. */
const FIRST_CITATION = 51;
const MAX_ID = 64;

export interface ToolLedger {
  /** What `[n]` may refer to, besides the prompt's own passages. */
  readonly sources: readonly Source[];
  /** The number of a note or playbook: the same one each time. */
  cite(source: Omit<Source, 'n'>): number;
  /** True the first time that something faulty is called so. */
  forgive(what: string): boolean;
  /** True the first time that people are to be told of it. */
  firstToTell(what: string): boolean;
  /** `id`, or one of our own where a model uses one twice or none. */
  ownId(id: string): string;
}

/** `kept`: what is cited already of an answer that is gone on with; what tools had found of it stays found. */
export function createToolLedger(kept: readonly Source[] = []): ToolLedger {
  const sources = kept.filter(({ n }) => n >= FIRST_CITATION);
  let next = sources.reduce((most, { n }) => Math.max(most, n + 1), FIRST_CITATION);
  const faulty = new Set<string>();
  const told = new Set<string>();
  const ids = new Set<string>();
  return {
    sources,
    cite({ kind, id, title, date }) {
      const known = sources.find((source) => source.kind === kind && source.id === id);
      if (known) return known.n;
      const n = next;
      next += 1;
      sources.push({ n, kind, id, title, date });
      return n;
    },
    forgive: (what) => isNew(faulty, what),
    firstToTell: (what) => isNew(told, what),
    ownId(id) {
      if (id !== '' && id.length <= MAX_ID && isNew(ids, id)) return id;
      return freshId(ids);
    },
  };
}

function freshId(ids: Set<string>): string {
  let count = ids.size;
  while (!isNew(ids, `call_${count}`)) count += 1;
  return `call_${count}`;
}

function isNew(set: Set<string>, value: string): boolean {
  if (set.has(value)) return false;
  set.add(value);
  return true;
}
