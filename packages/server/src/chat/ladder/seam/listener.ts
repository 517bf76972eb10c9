/** Listens to the beginning of a continuation, unit by unit, until it is known from where on it is new. */
import { ModelFailure } from '../../model-ports.ts';
import type { JoinMode } from '../continuation.ts';
import { joinExactly, newSpace } from './joint.ts';
import { PEEL_REACH, type Place, peel } from './peel.ts';
import { createReading, type Reading } from './reading.ts';
import { readTail } from './tail.ts';
import { isSpace, type Shown } from './text.ts';
import type { Wrapper } from './wrapper.ts';

/** `insert`, then what was heard from `from` on is new, but for what wraps it. */
export interface Decision {
  readonly insert: string;
  readonly from: number;
  readonly wrapper: Wrapper | null;
}

/** To be used until it decides. */
export interface Listener {
  readonly heard: string;
  /** `null`: more must come. Throws `ModelFailure` where the text cannot be joined. */
  listen(text: string): Decision | null;
  /** No more will come. Throws `ModelFailure` where the text cannot be joined. */
  end(): Decision | null;
}

interface Heard {
  readonly text: string;
  /** No more will come. */
  readonly final: boolean;
}

/** In which pieces the text arrives does not matter. */
export function createListener(shown: Shown, mode: JoinMode): Listener {
  const readings: { readonly place: Place; readonly reading: Reading }[] = [];
  const tail = readTail(shown);
  let heard = '';
  let units = 0;
  /** What was heard first, while there may be more to peel; `null`: there is not. */
  let beginning: string | null = '';

  const look = (text: string, final: boolean) => {
    const { places, open } = peel({ shown, mode, text, final: final || text.length >= PEEL_REACH });
    for (const place of places.slice(readings.length)) {
      const reading = createReading(shown, tail, { mode, mark: place.mark, sure: place.sure });
      for (let at = place.from; at < text.length; at += 1) reading.next(text.charAt(at));
      readings.push({ place, reading });
    }
    beginning = open ? text : null;
  };
  const hear = (unit: string) => {
    units += 1;
    for (const { reading } of readings) reading.next(unit);
    if (beginning !== null) look(beginning + unit, false);
  };
  const decide = (final: boolean): Decision | null => {
    if (beginning !== null || (!final && readings.every(({ reading }) => reading.waits))) return null;
    const exact = readings.findLast(({ place }) => place.sure)?.place;
    if (!exact) return null;
    const findings = readings.map(({ place, reading }) => ({ place, ...reading.find(final) }));
    // What repeats only the beginning of a remark repeats nothing.
    const isBeyond = ({ place, units: repeated }: (typeof findings)[number]) =>
      place.from >= exact.from || solidLength(heard.slice(place.from, exact.from)) <= repeated;
    const repeated = findings.find((finding) => finding.kind === 'repeats' && isBeyond(finding));
    if (!repeated && findings.some(({ kind }) => kind === 'wait')) return null;
    const now = { text: heard.slice(0, units), final };
    if (final && !repeated && exact.mark === 'remark' && heard.slice(exact.from).trim() === '')
      throw new ModelFailure('malformed', 'The model only spoke of going on.');
    if (repeated) return joinRepeated(shown, { ...repeated, mode, now });
    if (exact.whole || findings.some(({ kind }) => kind === 'contradicts'))
      throw new ModelFailure('malformed', 'The model went on with a different answer.');
    return joinNew(shown, { place: exact, from: exact.from, mode, now });
  };

  return {
    get heard() {
      return heard;
    },
    listen(text) {
      heard += text;
      for (let at = 0; at < text.length; at += 1) {
        hear(text.charAt(at));
        const decision = decide(false);
        if (decision) return decision;
      }
      return null;
    },
    end() {
      if (heard === '') return null;
      if (beginning !== null) look(beginning, true);
      return decide(true);
    },
  };
}

function solidLength(text: string): number {
  return text.replace(/\s+/g, '').length;
}

interface Joining {
  readonly place: Place;
  readonly mode: JoinMode;
  readonly now: Heard;
}

/** After `units` units that were shown before. */
function joinRepeated(shown: Shown, { place, units, mode, now }: Joining & { units: number }): Decision | null {
  const { text } = now;
  let from = place.from;
  for (let left = units; left > 0 && from < text.length; from += 1) if (!isSpace(text.charAt(from))) left -= 1;
  // The quotation may end where the new text begins.
  const closing = place.wrapper === 'quote' ? /^\s*(?:\.{3}|…)?["”»]/.exec(text.slice(from))?.[0] : undefined;
  if (closing !== undefined)
    return joinNew(shown, { place: { ...place, wrapper: null }, from: from + closing.length, mode, now });
  const rest = text.slice(from);
  const space = rest.slice(0, rest.length - rest.trimStart().length);
  return { insert: newSpace(shown, space), from: from + space.length, wrapper: place.wrapper };
}

function joinNew(shown: Shown, { place, from, mode, now }: Joining & { from: number }): Decision | null {
  const joint = joinExactly(shown, { text: now.text.slice(from), final: now.final }, mode);
  return joint === 'wait' ? null : { insert: joint.insert, from: from + joint.skip, wrapper: place.wrapper };
}
