/** Events of one answer differ in hardly more than their text: what stands around it is compared with an earlier one's, not read again. */
import { parseEvent } from './stream-event.ts';

const EVENT_BEGINS = 'data: ';
const EVENT_ENDS = '\n\n';
const TEXT_BEGINS = /"content"\s*:\s*"/;
/** What no JSON string holds as it is, and the backslash, with which an escape begins; of controls a few more than JSON wants escaped. */
const NOT_PLAIN = /["\\\p{Cc}]/u;
/** Learning takes as long as reading eight alike spares; who is never alike is learnt so often. */
const LEARNING = 8;
const FIRST_CREDIT = 6 * LEARNING;

/** Some events that are alike: where the first other begins, and what they say together. */
export interface Skimmed {
  readonly end: number;
  readonly said: string;
  readonly events: number;
}

const NONE: Skimmed = { end: 0, said: '', events: 0 };

/** Of one answer. */
export class AlikeEvents {
  /** Of an event as it comes, up to its text and from there on; empty: none was learnt. */
  #before = '';
  #after = '';
  #credit = FIRST_CREDIT;

  /** The events at the beginning of `stream` that say some text, and all else as the one that was learnt. `stream` begins with an event. */
  skim(stream: string): Skimmed {
    if (this.#before === '' || !stream.startsWith(this.#before)) return NONE;
    let end = 0;
    let said = '';
    let events = 0;
    while (stream.startsWith(this.#before, end)) {
      const from = end + this.#before.length;
      const to = stream.indexOf(this.#after, from);
      const text = to < 0 ? null : readText(stream.slice(from, to));
      if (text === null) break;
      said += text;
      events += 1;
      end = to + this.#after.length;
    }
    this.#credit += events;
    return { end, said, events };
  }

  /** An event that says nothing but `text`: its data. */
  learn(data: string, text: string): void {
    if (this.#credit < LEARNING) return;
    this.#credit -= LEARNING;
    const mark = TEXT_BEGINS.exec(data);
    const written = JSON.stringify(text).slice(1, -1);
    if (!mark || !data.startsWith(written, mark.index + mark[0].length)) return;
    const begin = mark.index + mark[0].length;
    const before = data.slice(0, begin);
    const after = data.slice(begin + written.length);
    // With another text in that place the event says the other: it was not found elsewhere.
    if (parseEvent(`${before}${written}!${after}`)?.choices?.[0]?.delta?.content !== `${text}!`) return;
    this.#before = copy(EVENT_BEGINS + before);
    this.#after = copy(after + EVENT_ENDS);
  }
}

/** What stands between the quotes of a JSON string; `null`: it cannot stand there. */
function readText(written: string): string | null {
  if (!NOT_PLAIN.test(written)) return written;
  try {
    // What begins and ends with a quote is a string, or no JSON.
    return JSON.parse(`"${written}"`) as string;
  } catch {
    return null;
  }
}

/** A part of a string keeps all of it. */
function copy(part: string): string {
  return Buffer.from(part).toString();
}
