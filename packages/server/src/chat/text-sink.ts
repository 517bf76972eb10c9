/** From a model's deltas to the log: text made storable before it gets its place, reasoning in bounded pieces. */
import { CitationFilter } from './citations/citation-filter.ts';
import type { ChatDeps } from './deps.ts';
import type { Seam } from './ladder/seam/seam.ts';
import type { CallFacts, ModelSink } from './model-ports.ts';
import { ModelFailure } from './model-ports.ts';
import type { Turn } from './turn.ts';
import type { TurnLog } from './turn-log.ts';

/** An answer is at most so long; a model that runs away is cut, so that memory stays bounded. */
export const MAX_ANSWER_UNITS = 400_000;
const MAX_REASONING_UNITS = 64_000;
const REASONING_PIECE = 400;

export interface SinkOptions {
  /** The first delta of any kind. */
  onLife?(): void;
  onFacts?(facts: CallFacts): void;
  /** Before the first text is shown; what it throws ends the call. */
  beforeText?(): void;
  /** Joins a continuation to what is shown; `null`: every character is new. */
  readonly seam?: Seam | null;
  /** Which `[n]` there is something to: others are not shown. Absent: the text is ours and its marks are right. */
  resolves?(n: number): boolean;
  onSent?(body: string): void;
  /** Whether reasoning is shown; asked for each delta. */
  showsReasoning?(): boolean;
}

/** Writes into `turn.log`. Throws `ModelFailure` when the answer runs away. */
export class TextSink implements ModelSink {
  readonly #now: () => number;
  readonly #turn: Turn;
  readonly #options: SinkOptions;
  readonly #thoughts: Thoughts;
  readonly #marks: CitationFilter | null;
  #seam: Seam | null;
  #lastLifeAt: number | null = null;
  /** Where its text begins; another attempt may write before its first. */
  #from: number | null = null;
  #added = 0;
  #says = false;
  /** Leading whitespace of an answer, or half a surrogate pair. */
  #held = '';

  constructor({ now }: Pick<ChatDeps, 'now'>, turn: Turn, options: SinkOptions = {}) {
    this.#now = now;
    this.#turn = turn;
    this.#options = options;
    this.#thoughts = new Thoughts(turn.log);
    this.#marks = options.resolves ? new CitationFilter(this) : null;
    this.#seam = options.seam ?? null;
  }

  /** What it has shown so far: made anew by each call, for a long answer is not kept twice. */
  shown(): string {
    return this.#from === null ? '' : this.#turn.log.textFrom(this.#from).slice(0, this.#added);
  }

  /** The length of `shown()`, in UTF-16 code units. */
  get shownUnits(): number {
    return this.#added;
  }

  /** Whether there is more in `shown()` than whitespace. */
  get saysAnything(): boolean {
    return this.#says;
  }

  /** `deps.now()` of the last delta of any kind; null: none came. */
  get lastLifeAt(): number | null {
    return this.#lastLifeAt;
  }

  onText(content: string, deltas = 1): void {
    this.onToolDelta();
    this.#thoughts.flush();
    const fresh = this.#seam ? this.#seam.push(content) : content;
    this.#show(this.#marks ? this.#marks.push(fresh) : fresh, deltas);
    if (this.#seam?.joined) this.#seam = null;
  }

  onToolDelta(): void {
    if (this.#lastLifeAt === null) this.#options.onLife?.();
    this.#lastLifeAt = this.#now();
  }

  onReasoning(content: string): void {
    this.onToolDelta();
    if (this.#options.showsReasoning?.() !== false) this.#thoughts.push(content);
  }

  onSent(body: string): void {
    this.#options.onSent?.(body);
  }

  onFacts(facts: CallFacts): void {
    this.#options.onFacts?.(facts);
  }

  /** For the marks: all that is shown, or will be before what comes now. */
  shownText(): string {
    return this.#turn.log.answer + this.#held;
  }

  resolves(n: number): boolean {
    return this.#options.resolves?.(n) ?? true;
  }

  /** The call ended well: what was held back goes out. `cut`: not what only a continuation can make whole. */
  flush(cut = false): void {
    this.#thoughts.flush();
    const left = this.#seam ? this.#seam.end() : '';
    this.#show(this.#marks ? this.#marks.push(left) + this.#marks.end(cut) : left);
    // Whitespace alone is no answer.
    if (this.#held.trim() !== '') this.#append(this.#held);
    this.#held = '';
  }

  /** The call failed: what was held back was never shown, and the next attempt says it again. */
  drop(): void {
    this.#thoughts.flush();
    this.#held = '';
  }

  #show(content: string, deltas = 1): void {
    const whole = this.#held + content;
    const whitespaceOnly = this.#turn.log.units === 0 && whole.trim() === '';
    const keep = whitespaceOnly ? whole.length : endsInHighSurrogate(whole) ? 1 : 0;
    this.#held = keep === 0 ? '' : whole.slice(-keep);
    this.#append(keep === 0 ? whole : whole.slice(0, -keep), deltas);
  }

  #append(content: string, deltas = 1): void {
    const { log } = this.#turn;
    if (content === '') return;
    if (this.#from === null) {
      this.#options.beforeText?.();
      this.#from = log.units;
    }
    this.#added += content.length;
    this.#says ||= content.trim() !== '';
    countTokens(this.#turn, this.#lastLifeAt ?? this.#now(), deltas);
    log.appendText(toStorable(content));
    if (log.units > MAX_ANSWER_UNITS)
      throw new ModelFailure('malformed', 'The answer grew beyond all bounds and was cut.');
  }
}

function countTokens({ progress, startedAt }: Turn, now: number, count: number): void {
  progress.firstTokenAt ??= now;
  progress.pace.onTokens(now - startedAt, count);
  progress.chunkCount += count;
}

/** Reasoning in pieces of a bounded size, up to a bound. */
class Thoughts {
  readonly #log: TurnLog;
  #waiting = '';
  #pushed = 0;

  constructor(log: TurnLog) {
    this.#log = log;
  }

  push(content: string): void {
    this.#pushed += content.length;
    if (this.#pushed > MAX_REASONING_UNITS) return;
    this.#waiting += content;
    if (this.#waiting.length >= REASONING_PIECE && !endsInHighSurrogate(this.#waiting)) this.flush();
  }

  flush(): void {
    if (this.#waiting === '') return;
    const content = toStorable(this.#waiting);
    this.#waiting = '';
    for (let at = 0; at < content.length; at += REASONING_PIECE) {
      this.#log.appendMark({ type: 'reasoning', content: content.slice(at, at + REASONING_PIECE).toWellFormed() });
    }
  }
}

/** PostgreSQL stores no NUL and no lone surrogate; both become the replacement character, of the same length. */
function toStorable(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd');
}

function endsInHighSurrogate(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}
