/** From a model's deltas to the log: text made storable before it gets its place, reasoning in bounded pieces. */
import type { ChatDeps } from './deps.ts';
import type { ModelSink } from './model-ports.ts';
import { ModelFailure } from './model-ports.ts';
import type { Turn } from './turn.ts';

/** An answer is at most so long; a model that runs away is cut, so that memory stays bounded. */
const MAX_ANSWER_UNITS = 400_000;
const MAX_REASONING_UNITS = 64_000;
const REASONING_PIECE = 400;

interface TextSink extends ModelSink {
  /** Calls `listener` at the first delta of any kind. */
  onFirst(listener: () => void): void;
  /** What was held back goes out: a surrogate that found no partner, the last reasoning. */
  flush(): void;
}

/** Writes into `turn.log`. Throws `ModelFailure` when the answer runs away. */
export function createTextSink(deps: ChatDeps, turn: Turn): TextSink {
  let held = '';
  let reasoning = '';
  let reasoned = 0;
  let first: (() => void) | undefined;

  const begin = () => {
    first?.();
    first = undefined;
  };
  const append = (content: string) => {
    if (content === '') return;
    turn.progress.firstTokenAt ??= deps.now();
    turn.progress.chunkCount += 1;
    turn.log.appendText(content);
  };
  const flushReasoning = () => {
    if (reasoning === '') return;
    const content = toStorable(reasoning);
    reasoning = '';
    for (let at = 0; at < content.length; at += REASONING_PIECE) {
      turn.log.appendMark({ type: 'reasoning', content: content.slice(at, at + REASONING_PIECE).toWellFormed() });
    }
  };

  return {
    onFirst: (listener) => {
      first = listener;
    },
    onText(content) {
      begin();
      if (reasoning !== '') flushReasoning();
      const whole = held + content;
      held = endsInHighSurrogate(whole) ? whole.slice(-1) : '';
      append(toStorable(held === '' ? whole : whole.slice(0, -1)));
      if (turn.log.answer.length > MAX_ANSWER_UNITS)
        throw new ModelFailure('malformed', 'The answer grew beyond all bounds and was cut.');
    },
    onToolDelta: begin,
    onReasoning(content) {
      begin();
      reasoned += content.length;
      if (reasoned > MAX_REASONING_UNITS) return;
      reasoning += content;
      if (reasoning.length >= REASONING_PIECE && !endsInHighSurrogate(reasoning)) flushReasoning();
    },
    flush() {
      flushReasoning();
      append(toStorable(held));
      held = '';
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
