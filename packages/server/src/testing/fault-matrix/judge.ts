/** What was seen of a case, held against what is right. */
import type { StreamChunk } from '@tradistry/protocol';
import { ANSWER, offsetOf } from '../fault-server/document.ts';
import type { Case } from './cases.ts';

type DoneChunk = Extract<StreamChunk, { type: 'done' }>;
type ErrorChunk = Extract<StreamChunk, { type: 'error' }>;

export interface Seen {
  /** What a viewer shows at the end, and what is stored. */
  readonly shown: string;
  readonly stored: string;
  readonly storedStatus: string;
  /** All chunks as they came, as text. */
  readonly wire: string;
  readonly types: readonly string[];
  readonly ids: readonly number[];
  readonly done: DoneChunk | null;
  readonly error: ErrorChunk | null;
  readonly partial: boolean;
  readonly warnings: readonly string[];
  readonly seconds: number;
  /** Calls of each model, in the order of the case's models; then those of all others. */
  readonly calls: readonly number[];
}

/** How it is to end. */
interface Due {
  readonly end: 'completed' | 'degraded' | 'partial' | 'refused';
  /** Null: whatever the analyst says. */
  readonly text: string | null;
  /** More of the answer than `text` may be there. */
  readonly orMore?: boolean;
  /** Upper bounds of calls, model by model. */
  readonly calls: readonly number[];
}

const LAYERS = 3;

/** One line for each thing that is not as it must be. */
export function judge(one: Case, seen: Seen): string[] {
  const due = dueOf(one);
  return [
    ...alwaysRight(seen),
    ...judgeText(due, seen),
    ...judgeEnd(one, due, seen),
    ...seen.calls.flatMap((calls, n) => {
      const most = due.calls[n] ?? 0;
      return calls > most ? [`${calls} calls of ${one.models[n] ?? 'other models'}, at most ${most} are right`] : [];
    }),
  ];
}

/** As `outcome` in the turn's record. */
export function endingOf({ done, error, partial }: Seen): string {
  if (error) return `${partial ? 'partial' : 'failed'} ${error.code}`;
  if (!done) return 'no ending';
  if (done.layer === 'fallback_message') return 'degraded';
  const how = [done.layer !== 'streaming' && done.layer, done.finish_reason !== 'stop' && done.finish_reason];
  return ['completed', ...how.filter(Boolean)].join(' ');
}

function alwaysRight({ shown, stored, wire, types, ids }: Seen): string[] {
  const secret = /SECRET|LEAK/.exec(wire);
  return [
    shown !== stored && `shown is not what is stored: ${difference(shown, stored)}`,
    types.filter((type) => type === 'stream_end').length !== 1 && 'not exactly one stream_end',
    types.at(-1) !== 'stream_end' && `the last chunk is ${types.at(-1)}`,
    ids.some((id, n) => n > 0 && id <= (ids[n - 1] ?? 0)) && 'ids do not increase',
    secret && `leaks: ...${wire.slice(Math.max(0, secret.index - 60), secret.index + 40)}...`,
  ].filter((fault) => fault !== false && fault !== null);
}

function judgeText({ text, orMore }: Due, { shown }: Seen): string[] {
  if (orMore && ANSWER.startsWith(shown) && shown.length >= (text ?? '').length) return [];
  if (text === null) return shown.trim().length > 10 ? [] : ['the analyst says nothing'];
  return shown === text ? [] : [`the text is not exact: ${difference(shown, text)}`];
}

function judgeEnd({ fault, position }: Case, due: Due, seen: Seen): string[] {
  const ending = endingOf(seen);
  if (due.end === 'refused') return seen.error?.code === 'content_refused' ? [] : [`ends ${ending}, not refused`];
  if (!ending.startsWith(due.end)) return [`ends ${ending}, not ${due.end}`];
  if (due.end !== 'completed') return [];
  const length = fault.kind === 'length';
  if (length !== (seen.done?.finish_reason === 'length')) return [`finish reason ${seen.done?.finish_reason}`];
  if (fault.kind === 'well' && seen.done?.fallback_used) return ['claims a fallback where there was none'];
  if (fault.kind === 'fails' && !seen.done?.fallback_used) return ['does not own up to its fallback'];
  // At its end nothing is missing, so there is nothing to tell.
  const changed = fault.kind === 'fails' && position !== 'end';
  return changed && seen.warnings.length === 0 ? ['no warning tells of the fallback'] : [];
}

function dueOf({ fault, position, plays, column, models }: Case): Due {
  const { kind, calls } = fault;
  const at = fault.placed ? offsetOf(position ?? 'prose') : 0;
  const kept = ANSWER.slice(0, at).replace(/[\ud800-\udbff]$/, '');
  // The healthy one: once, or twice where it must first refuse a prefill; one that fails second: as often as any that fails.
  const healthy = plays.length === 3 ? [calls, 2, 1, 0] : [calls, 2, 0];
  const alone = models.map((_, n) => (n === 0 ? calls : 0));
  const nothing = column === 'nothing';
  switch (kind) {
    case 'well':
      return { end: 'completed', text: ANSWER, calls: alone };
    case 'again':
      // The retry budget may be empty when many ask at once; alone there must be one.
      return { end: 'completed', text: ANSWER, calls: nothing ? alone : healthy };
    case 'answered':
      return { end: 'completed', text: ANSWER, calls: nothing ? [calls * LAYERS, 2 * LAYERS] : healthy };
    case 'plain':
      return { end: 'completed', text: ANSWER, calls: nothing ? [calls + 1, 2, 0] : healthy };
    case 'refused':
      return { end: 'refused', text: kept, calls: alone };
    case 'length':
      return { end: 'completed', text: kept, calls: alone };
    case 'key':
      return { end: 'degraded', text: null, calls: alone };
    case 'slow':
      if (!nothing) return { end: 'completed', text: ANSWER, calls: healthy };
      return { end: 'partial', text: kept, orMore: true, calls: [calls * LAYERS, 2 * LAYERS] };
    case 'contradicted':
      return { end: 'partial', text: kept, calls: [calls * LAYERS, LAYERS, 0] };
    case 'fails':
      if (!nothing) return { end: 'completed', text: ANSWER, calls: healthy };
      return {
        end: at === 0 ? 'degraded' : 'partial',
        text: at === 0 ? null : kept,
        calls: [calls * LAYERS, 2 * LAYERS],
      };
  }
}

function difference(got: string, right: string): string {
  let at = 0;
  while (at < got.length && got[at] === right[at]) at += 1;
  const from = Math.max(0, at - 15);
  const show = (text: string) => JSON.stringify(text.slice(from, at + 25));
  return `at ${at} of ${right.length} (${got.length}) ${show(got)} for ${show(right)}`;
}
