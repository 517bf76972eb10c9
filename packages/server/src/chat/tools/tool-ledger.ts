/** What the tools of one turn have come to: what may be cited, which calls were faulty, whose ids were used. */
import type { Source } from '@tradistry/protocol';

/** `[n]` of what tools find begins above every passage that the prompt itself can hold. */
const FIRST_CITATION = 51;
const MAX_ID = 64;

export class ToolLedger {
  readonly #sources: Source[];
  #next: number;
  /** What happened before: each kind of thing by a name of its own. */
  readonly #before = new Set<string>();
  #ids = 0;

  /** `kept`: what is cited already of an answer that is gone on with; what tools had found of it stays found. */
  constructor(kept: readonly Source[] = []) {
    this.#sources = kept.filter(({ n }) => n >= FIRST_CITATION);
    this.#next = this.#sources.reduce((most, { n }) => Math.max(most, n + 1), FIRST_CITATION);
  }

  /** What `[n]` may refer to, besides the prompt's own passages. */
  get sources(): readonly Source[] {
    return this.#sources;
  }

  /** The number of a note or playbook: the same one each time. */
  cite({ kind, id, title, date }: Omit<Source, 'n'>): number {
    const known = this.#sources.find((source) => source.kind === kind && source.id === id);
    if (known) return known.n;
    const n = this.#next;
    this.#next += 1;
    this.#sources.push({ n, kind, id, title, date });
    return n;
  }

  /** True the first time that something faulty is called so. */
  forgive(what: string): boolean {
    return this.#isFirst(`faulty ${what}`);
  }

  /** True the first time that people are to be told of it. */
  firstToTell(what: string): boolean {
    return this.#isFirst(`told ${what}`);
  }

  /** `id`, or one of our own where a model uses one twice or none. */
  ownId(id: string): string {
    let own = id;
    for (let count = this.#ids; own === '' || own.length > MAX_ID || !this.#isFirst(`id ${own}`); count += 1)
      own = `call_${count}`;
    this.#ids += 1;
    return own;
  }

  #isFirst(what: string): boolean {
    if (this.#before.has(what)) return false;
    this.#before.add(what);
    return true;
  }
}
