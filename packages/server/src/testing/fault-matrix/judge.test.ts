/** The matrix is worth what its judge notices: each thing that can be wrong is found, and what is right is not blamed. */
import { describe, expect, test } from 'vitest';
import { ANSWER, offsetOf } from '../fault-server/document.ts';
import { type Case, listGroups } from './cases.ts';
import { endingOf, judge, type Seen } from './judge.ts';
import { sayFaults, toTable } from './report.ts';

function find(column: string, play: string): Case {
  const found = listGroups()
    .flatMap(({ cases }) => cases)
    .find((one) => one.column === column && one.plays[0] === play);
  if (!found) throw new Error(`no case ${play} with ${column}`);
  return found;
}

const done = { type: 'done', message: 'Streaming complete', finish_reason: 'stop', layer: 'streaming' } as const;

/** A whole answer, as it is right where another model had to go on. */
const GOOD: Seen = {
  shown: ANSWER,
  stored: ANSWER,
  storedStatus: 'complete',
  wire: '[]',
  types: ['session_info', 'token', 'warning', 'token', 'done', 'response_saved', 'stream_end'],
  ids: [1, 2, 3],
  done: { ...done, fallback_used: true },
  error: null,
  partial: false,
  warnings: ['continued'],
  seconds: 1,
  calls: [2, 1, 0],
};

describe('the judge', () => {
  const cut = find('prefill', 'fault/cut@table');

  test('lets what is right pass', () => {
    expect(judge(cut, GOOD)).toEqual([]);
  });

  const wrongs: [string, Partial<Seen>, RegExp][] = [
    ['one character too much', { shown: `${ANSWER} `, stored: `${ANSWER} ` }, /not exact: at \d+/],
    ['something else stored than shown', { stored: ANSWER.slice(1) }, /not what is stored/],
    ['no end', { types: ['session_info', 'token'] }, /not exactly one stream_end/],
    ['two ends', { types: ['stream_end', 'stream_end'] }, /not exactly one stream_end/],
    ['something after the end', { types: ['stream_end', 'token'] }, /last chunk is token/],
    ['ids that stand still', { ids: [1, 1] }, /ids do not increase/],
    ['a leak', { wire: 'the SECRET of the provider' }, /leaks/],
    ['a call too many', { calls: [3, 1, 0] }, /3 calls of fault\/cut@table/],
    ['a call of somebody else', { calls: [2, 1, 1] }, /1 calls of other models/],
    ['a fallback that is not owned up to', { done: { ...done, fallback_used: false } }, /own up/],
    ['no word of the fallback', { warnings: [] }, /no warning/],
    [
      'an error',
      { done: null, error: { type: 'error', code: 'internal', message: '', retryable: true } },
      /ends failed internal/,
    ],
    ['a false degraded end', { done: { ...done, layer: 'fallback_message' } }, /ends degraded/],
    [
      'another finish reason',
      { done: { ...done, fallback_used: true, finish_reason: 'length' } },
      /finish reason length/,
    ],
  ];
  test.each(wrongs)('finds %s', (_name, wrong, said) => {
    expect(judge(cut, { ...GOOD, ...wrong }).join()).toMatch(said);
  });

  test('wants the words that were shown to stay where nobody goes on', () => {
    const alone = find('nothing', 'fault/cut@table');
    const kept = ANSWER.slice(0, offsetOf('table'));
    const error = { type: 'error', code: 'provider_unavailable', message: '', retryable: true } as const;
    const partial = { ...GOOD, shown: kept, stored: kept, done: null, error, partial: true, calls: [4, 4, 0] };
    expect(judge(alone, partial)).toEqual([]);
    expect(judge(alone, GOOD).join()).toMatch(/not exact.*not partial/);
  });

  test('wants a refusal to end it, and nobody else to be asked', () => {
    const refused = find('prefill', 'fault/refused');
    const error = { type: 'error', code: 'content_refused', message: '', retryable: false } as const;
    const seen = { ...GOOD, shown: '', stored: '', done: null, error, calls: [1, 0, 0] };
    expect(judge(refused, seen)).toEqual([]);
    expect(judge(refused, { ...seen, calls: [1, 1, 0] })).toHaveLength(1);
    expect(judge(refused, GOOD).length).toBeGreaterThan(0);
  });

  test('wants no fallback to be claimed where the model itself answered', () => {
    const odd = find('prefill', 'fault/crlf');
    const well = { ...GOOD, done: { ...done, fallback_used: false }, warnings: [], calls: [1, 0, 0] };
    expect(judge(odd, well)).toEqual([]);
    expect(judge(odd, { ...well, done: GOOD.done })).toEqual(['claims a fallback where there was none']);
  });
});

describe('the report', () => {
  const one = find('prefill', 'fault/cut@table');
  const right = { one, seen: GOOD, faults: [] };
  const wrong = { one, seen: null, faults: ['503: away'] };

  test('has a row for each fault, with what came of it', () => {
    expect(toTable([right], 'Made so.')).toContain('| `cut` | exact; completed; 1.0 s; 2+1 calls |');
    expect(toTable([right, wrong], 'Made so.')).toContain('1 of 2 cases are right');
    expect(toTable([right, wrong], 'Made so.')).toContain('**wrong at 1 of 2**');
  });

  test('names each fault of each case', () => {
    expect(sayFaults([right, wrong])).toEqual([`${one.id}: fault/cut@table | ok/prefill: 503: away`]);
  });

  test('calls an ending by its outcome', () => {
    expect(endingOf(GOOD)).toBe('completed');
    expect(endingOf({ ...GOOD, done: { ...done, layer: 'invoke', finish_reason: 'length' } })).toBe(
      'completed invoke length',
    );
    expect(endingOf({ ...GOOD, done: null })).toBe('no ending');
  });
});
