/** From a model's deltas to the log: text made storable before it gets its place, reasoning in bounded pieces. */
import { createCitationFilter } from './citations/citation-filter.ts';
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

interface SinkOptions {
  /** The first delta of any kind. */
  readonly onLife?: () => void;
  readonly onFacts?: (facts: CallFacts) => void;
  /** Before the first text is shown; what it throws ends the call. */
  readonly beforeText?: () => void;
  /** Joins a continuation to what is shown; `null`: every character is new. */
  readonly seam?: Seam | null;
  /** Which `[n]` there is something to: others are not shown. Absent: the text is ours and its marks are right. */
  readonly resolves?: (n: number) => boolean;
  readonly onSent?: (body: string) => void;
  /** Whether reasoning is shown; asked for each delta. */
  readonly showsReasoning?: () => boolean;
}

interface TextSink extends ModelSink {
  /** What it has shown so far. */
  readonly shown: string;
  /** `deps.now()` of the last delta of any kind; null: none came. */
  lastLifeAt(): number | null;
  /** The call ended well: what was held back goes out. `cut`: not what only a continuation can make whole. */
  flush(cut?: boolean): void;
  /** The call failed: what was held back was never shown, and the next attempt says it again. */
  drop(): void;
}

/** Writes into `turn.log`. Throws `ModelFailure` when the answer runs away. */
export function createTextSink(deps: Pick<ChatDeps, 'now'>, turn: Turn, options: SinkOptions = {}): TextSink {
  const { log } = turn;
  let { seam = null } = options;
  let lastLifeAt: number | null = null;
  /** Where its text begins; another attempt may write before its first. */
  let from: number | null = null;
  let added = 0;
  /** Leading whitespace of an answer, or half a surrogate pair. */
  let held = '';
  const thoughts = createThoughts(log);

  const live = () => {
    if (lastLifeAt === null) options.onLife?.();
    lastLifeAt = deps.now();
  };
  const marks = options.resolves
    ? createCitationFilter({ shown: () => log.answer + held, resolves: options.resolves })
    : null;
  const append = (content: string) => {
    if (content === '') return;
    if (from === null) {
      options.beforeText?.();
      from = log.units;
    }
    added += content.length;
    countToken(turn, deps.now());
    log.appendText(toStorable(content));
    if (log.units > MAX_ANSWER_UNITS)
      throw new ModelFailure('malformed', 'The answer grew beyond all bounds and was cut.');
  };
  const show = (content: string) => {
    const whole = held + content;
    const whitespaceOnly = log.units === 0 && whole.trim() === '';
    const keep = whitespaceOnly ? whole.length : endsInHighSurrogate(whole) ? 1 : 0;
    held = keep === 0 ? '' : whole.slice(-keep);
    append(keep === 0 ? whole : whole.slice(0, -keep));
  };

  return {
    get shown() {
      return from === null ? '' : log.textFrom(from).slice(0, added);
    },
    lastLifeAt: () => lastLifeAt,
    onText(content) {
      live();
      thoughts.flush();
      const fresh = seam ? seam.push(content) : content;
      show(marks ? marks.push(fresh) : fresh);
      if (seam?.joined) seam = null;
    },
    onSent: (body) => options.onSent?.(body),
    onToolDelta: live,
    onFacts: (facts) => options.onFacts?.(facts),
    onReasoning(content) {
      live();
      if (options.showsReasoning?.() !== false) thoughts.push(content);
    },
    flush(cut = false) {
      thoughts.flush();
      const left = seam ? seam.end() : '';
      show(marks ? marks.push(left) + marks.end(cut) : left);
      // Whitespace alone is no answer.
      if (held.trim() !== '') append(held);
      held = '';
    },
    drop() {
      thoughts.flush();
      held = '';
    },
  };
}

function countToken({ progress, startedAt }: Turn, now: number): void {
  progress.firstTokenAt ??= now;
  progress.pace.onToken(now - startedAt);
  progress.chunkCount += 1;
}

/** Reasoning in pieces of a bounded size, up to a bound. */
function createThoughts(log: TurnLog) {
  let waiting = '';
  let pushed = 0;
  const flush = () => {
    if (waiting === '') return;
    const content = toStorable(waiting);
    waiting = '';
    for (let at = 0; at < content.length; at += REASONING_PIECE) {
      log.appendMark({ type: 'reasoning', content: content.slice(at, at + REASONING_PIECE).toWellFormed() });
    }
  };
  return {
    flush,
    push(content: string) {
      pushed += content.length;
      if (pushed > MAX_REASONING_UNITS) return;
      waiting += content;
      if (waiting.length >= REASONING_PIECE && !endsInHighSurrogate(waiting)) flush();
    },
  };
}

/** PostgreSQL stores no NUL and no lone surrogate; both become the replacement character, of the same length. */
function toStorable(text: string): string {
  return text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd');
}

function endsInHighSurrogate(text: string): boolean {
  const unit = text.charCodeAt(text.length - 1);
  return unit >= 0xd800 && unit <= 0xdbff;
}
