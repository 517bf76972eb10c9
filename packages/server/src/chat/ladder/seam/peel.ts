/** What a model puts before its continuation: a remark, a fence, a quotation mark, an ellipsis. */
import type { JoinMode } from '../continuation.ts';
import { ACKNOWLEDGES, couldBeRemark, DECLINES, INLINE, PROMISES_ALL, SPEAKS_OF_ITSELF } from './remarks.ts';
import { endsAtPause, isAmidFence, isDigit, isWord, type Shown } from './text.ts';
import type { Wrapper } from './wrapper.ts';

/** So much of a beginning is looked at; a remark is shorter. */
export const PEEL_REACH = 320;
const LONGEST_REMARK = 160;

/** A place at which the continuation may begin. */
export interface Place {
  readonly from: number;
  /** What stands before it; a repetition may follow. */
  readonly mark: 'none' | 'remark' | 'quotation';
  /** What stands before it is no part of the answer, whether or not a repetition follows. */
  readonly sure: boolean;
  /** What stands before it promises the whole answer, or none. */
  readonly whole: boolean;
  /** What is to be taken off the end. */
  readonly wrapper: Wrapper | null;
}

/** `open`: more must come before it is known whether there is another place. */
export interface Peeled {
  readonly places: readonly Place[];
  readonly open: boolean;
}

interface Beginning {
  readonly shown: Shown;
  readonly mode: JoinMode;
  readonly text: string;
  /** What was taken off before it. */
  readonly mark: Place['mark'];
  /** Nothing more comes. */
  readonly final: boolean;
}

/** What can be taken off: how long it is, and what `Place` says of it. */
interface Layer {
  readonly length: number;
  readonly sure: boolean;
  readonly mark?: Place['mark'];
  readonly whole?: boolean;
  readonly wrapper?: Wrapper;
}
/** `open`: more must come; `null`: there is nothing of the kind. */
type Step = (beginning: Beginning) => Layer | 'open' | null;

const STEPS: readonly Step[] = [peelRemark, peelRemark, peelRule, peelFence, peelQuote, peelEllipsis];

/** Finds the places of a text that begins with `text`; the first is its beginning itself. */
export function peel(beginning: Omit<Beginning, 'mark'>): Peeled {
  const places: Place[] = [{ from: 0, mark: 'none', sure: true, whole: false, wrapper: null }];
  let [top] = places;
  for (const step of STEPS) {
    if (!top) break;
    const layer = step({ ...beginning, text: beginning.text.slice(top.from), mark: top.mark });
    if (layer === 'open' && !beginning.final) return { places, open: true };
    if (layer === null || layer === 'open') continue;
    top = {
      from: top.from + layer.length,
      mark: layer.mark ?? 'remark',
      // A remark that speaks of going on makes one before it a remark as well.
      sure: layer.sure && (top.sure || step === peelRemark),
      whole: top.whole || layer.whole === true,
      wrapper: layer.wrapper ?? top.wrapper,
    };
    places.push(top);
  }
  return { places, open: false };
}

function peelRemark({ shown, mode, text, final }: Beginning): Layer | 'open' | null {
  const lead = text.length - text.trimStart().length;
  const solid = text.slice(lead);
  const end = solid.indexOf('\n');
  const line = (end < 0 ? solid : solid.slice(0, end)).trimEnd();
  if (!couldBeRemark(line)) return null;
  if (line.length > LONGEST_REMARK)
    return declines(shown, line) ? { length: text.length, sure: true, whole: true } : null;
  const inline = INLINE.exec(solid);
  if (inline) return { length: lead + inline[0].length, sure: true };
  if (end < 0 && !final) return 'open';
  const breaks = end < 0 ? '' : (/^\n(?:[ \t\r]*\n)?/.exec(solid.slice(end))?.[0] ?? '');
  if (breaks === '\n' && /^\n[ \t\r]*$/.test(solid.slice(end)) && !final) return 'open';
  const length = end < 0 ? text.length : lead + end + breaks.length;
  return ofLine({ shown, mode, line, length, alone: final && solid.trimEnd() === line });
}

interface Line extends Pick<Beginning, 'shown' | 'mode'> {
  readonly line: string;
  /** What is taken off with it. */
  readonly length: number;
  /** Nothing else was said. */
  readonly alone: boolean;
}

/** What a line is that could be a remark. */
function ofLine({ shown, mode, line, length, alone }: Line): Layer | null {
  const whole = PROMISES_ALL.test(line) || declines(shown, line);
  if (/[:.!?…*_)\]：。！）]$/.test(line) && (whole || SPEAKS_OF_ITSELF.test(line)))
    return { length, sure: true, whole };
  const answersUs = mode === 'instruction' || (alone && /[.!。！]$/.test(line));
  if (ACKNOWLEDGES.test(line)) return { length, sure: answersUs && !endsAtPause(shown) };
  return /[:：]$/.test(line) ? { length, sure: false } : null;
}

/** Amid a sentence nobody goes on so. */
function declines(shown: Shown, line: string): boolean {
  return !endsAtPause(shown) && DECLINES.test(line.replaceAll('’', "'"));
}

/** A line across the page: behind a remark, or where it would stand amid a sentence. */
function peelRule({ shown, mode, text, mark }: Beginning): Layer | 'open' | null {
  if (shown.inCode) return null;
  const rule = /^\s*(?:-{3,}|\*{3,})[ \t]*\n(?:[ \t]*\n|(?=[^ \t\n]))/.exec(text)?.[0];
  const amid = mode === 'instruction' && !endsAtPause(shown) && /^[-*]/.test(text);
  if (rule !== undefined) return { length: rule.length, sure: mark !== 'none' || amid };
  return /^\s*(?:-*|\*+|(?:-{3,}|\*{3,})[ \t]*\n[ \t]*)$/.test(text) ? 'open' : null;
}

function peelFence(beginning: Beginning): Layer | 'open' | null {
  const { text, shown } = beginning;
  if (isAmidFence(shown)) return null;
  const fence = /^(\s*)(?:`{3,}|~{3,})([\w+-]*)[ \t\r]*\n/.exec(text);
  if (!fence) return /^\s*(?:`{0,2}|~{0,2}|(?:`{3,}|~{3,})[\w+-]*[ \t\r]*)$/.test(text) ? 'open' : null;
  const [whole, space = '', language = ''] = fence;
  const midLine = shown.midLine && !space.includes('\n');
  const sure = isWrapping(beginning, { midLine, language, after: text.slice(whole.length) });
  return sure === 'open' ? 'open' : { length: whole.length, sure, wrapper: 'fence' };
}

/** Whether a fence is put around the continuation, rather than a part of the answer. */
function isWrapping(
  { shown, mode, final }: Beginning,
  { midLine, language, after }: { midLine: boolean; language: string; after: string },
): boolean | 'open' {
  const isMarkdown = /^(?:markdown|md)$/i.test(language);
  if (shown.inCode) {
    // One with a language opens the block again; one without closes it, unless code follows.
    if (language !== '' || !midLine) return language !== '';
    if (after === '') return final ? false : 'open';
    return /[([{,=+*/.\\]/.test(shown.last) || !/^[\p{Lu}\n#*|>-]/u.test(after);
  }
  if (midLine) return !endsAtPause(shown) || (isMarkdown && shown.last !== ':');
  return mode === 'instruction' && isMarkdown && shown.last !== ':';
}

function peelQuote({ shown, mode, text }: Beginning): Layer | 'open' | null {
  const quote = /^\s*["“«]/.exec(text)?.[0];
  if (quote === undefined) return text.trim() === '' ? 'open' : null;
  if (quote.length === text.length) return 'open';
  const sure = mode === 'instruction' && !shown.inCode && quote.length === 1 && opensAmid(shown, text.charAt(1));
  return { length: quote.length, sure, mark: 'quotation', wrapper: 'quote' };
}

/** Whether `next` goes on with what is shown, so that a quotation mark before it is none of the text's. */
function opensAmid({ space, last, line, closed }: Shown, next: string): boolean {
  if (space !== '') return false;
  const goesOn = isWord(last) && (isWord(next) || (next === '.' && isDigit(last)));
  const amidFigure = isDigit(next) && /\d[.,]$/.test(line);
  // One that closes a quotation stands before a space as well.
  const closes = (line.split('"').length + line.split(/[“”]/).length) % 2 === 1;
  return goesOn || amidFigure || (closed && !closes && next === ' ');
}

function peelEllipsis({ shown, mode, text }: Beginning): Layer | 'open' | null {
  if (/^\s*(?:\.*|…)$/.test(text)) return 'open';
  const dots = /^\s*(?:\.{3,}|…)/.exec(text)?.[0];
  if (dots === undefined) return null;
  const next = text.charAt(dots.length);
  const goesOn = isWord(next) || next === ' ';
  const sure = goesOn && mode === 'instruction' && !shown.inCode;
  return { length: dots.length, sure, mark: 'quotation' };
}
