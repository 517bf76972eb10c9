/** The log of a turn that runs on another instance: filled by parts of it, from whatever source they come, in any order. */
import type { Follower, LogSnapshot } from '../chat/turn-log.ts';
import type { LogPart } from './log-part.ts';
import { EPOCH_STRIDE, lastIdOf, MemoryLog } from './memory-log.ts';

/**
 * What a part was to a mirror: `news`; `known` already; beyond a `gap` that another part has to fill first; or in `conflict`
 * with it, because a new owner went on from less text than the mirror has, and what viewers were sent cannot be taken back.
 */
export type Taken = 'news' | 'known' | 'gap' | 'conflict';

/**
 * Ids are positions, so a mirror has its owner's whatever its parts were. All states of one epoch are stretches of one
 * text: of two, one is the beginning of the other, and comparing ids tells which.
 */
export class MirrorLog extends MemoryLog {
  /** The epoch of the owner that is mirrored. */
  epoch: number;
  /** Characters of the answer as PostgreSQL counts them. */
  points: number;
  readonly #onUnwatched: () => void;

  /** Begins as the database has it. `onUnwatched` is called when the last viewer has left. */
  constructor(stored: { log: LogSnapshot; epoch: number }, onUnwatched: () => void) {
    super(stored.log, lastIdOf(stored.log));
    this.epoch = stored.epoch;
    this.points = countPoints(stored.log.answer);
    this.#onUnwatched = onUnwatched;
  }

  /** A viewer may come from where more was known. */
  override get highestId(): number {
    return this.ended ? this.lastId : (this.epoch + 1) * EPOCH_STRIDE - 1;
  }

  get watched(): boolean {
    return this.followers > 0;
  }

  /** True once the turn's own end is in. */
  get whole(): boolean {
    return this.marks.at(-1)?.chunk.type === 'stream_end';
  }

  override follow(follower: Follower): () => void {
    const leave = super.follow(follower);
    return () => {
      leave();
      if (!this.watched) this.#onUnwatched();
    };
  }

  /** Appends what of `part` is new. */
  take(part: LogPart): Taken {
    if (this.ended || part.epoch < this.epoch) return 'known';
    if (part.epoch > this.epoch) {
      if (part.from > 0) return 'gap';
      if (!this.#isBeginningOf(part)) return 'conflict';
      this.epoch = part.epoch;
    } else if (part.from > this.lastId || part.units > this.units) return 'gap';
    const before = this.lastId;
    this.#append(part);
    return this.lastId > before ? 'news' : 'known';
  }

  #isBeginningOf(part: LogPart): boolean {
    const next = part.marks[this.marks.length];
    return (
      part.text.startsWith(this.answer) &&
      this.marks.every((mark, index) => part.marks[index]?.id === mark.id) &&
      (next === undefined || next.at >= this.units)
    );
  }

  #append(part: LogPart): void {
    for (const mark of part.marks) {
      if (mark.id <= this.lastId) continue;
      this.#appendUpTo(part, mark.at);
      this.takeMark(mark);
    }
    this.#appendUpTo(part, part.units + part.text.length);
  }

  /** `end`: in the whole answer. */
  #appendUpTo({ text, units }: LogPart, end: number): void {
    const news = text.slice(this.units - units, Math.max(end - units, 0));
    if (news === '') return;
    this.points += countPoints(news);
    this.appendText(news);
  }
}

/** Each pair of surrogates is one. */
function countPoints(text: string): number {
  let pairs = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit >= 0xd800 && unit <= 0xdbff) pairs += 1;
  }
  return text.length - pairs;
}
