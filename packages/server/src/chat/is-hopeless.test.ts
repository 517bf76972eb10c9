/** How often a turn is taken up again. */
import { expect, test } from 'vitest';
import { continueLog, createMemoryLog } from '../log/memory-log.ts';
import { isHopeless } from './is-hopeless.ts';

const request = { message: 'q', session_id: 's', context_limit: 10, include: [] };

/** The turn after owners that wrote these texts each; `null`: one that died before anything of it was saved. */
function after(owners: readonly (string | null)[]): boolean {
  let log = createMemoryLog().snapshot();
  for (const [epoch, text] of owners.entries()) {
    if (text === null) continue;
    const writing = epoch === 0 ? createMemoryLog() : continueLog(log, epoch);
    writing.appendText(text);
    log = writing.snapshot();
  }
  return isHopeless({ request, epoch: owners.length, log });
}

test('a turn whose owners wrote on is taken up again, for it was not the turn that ended them, but not for ever', () => {
  expect(after(['some ', 'more ', 'and more '])).toBe(false);
  expect(after(Array(20).fill('more '))).toBe(false);
  expect(after(Array(21).fill('more '))).toBe(true);
});

test('a turn that five owners came to nothing with is given up by the sixth', () => {
  for (const nothing of ['', null]) {
    expect(after(Array(5).fill(nothing))).toBe(false);
    expect(after(Array(6).fill(nothing))).toBe(true);
    expect(after(['some text', ...Array(5).fill(nothing)])).toBe(false);
    expect(after(['some text', ...Array(6).fill(nothing)])).toBe(true);
    expect(after(['some ', nothing, nothing, 'text ', nothing, nothing, nothing])).toBe(false);
    expect(after(['some ', nothing, nothing, 'text ', nothing, nothing, nothing, nothing])).toBe(true);
  }
});

test('a turn whose question is not kept any more cannot be run', () => {
  expect(isHopeless({ request: null, epoch: 1, log: { answer: '', marks: [] } })).toBe(true);
});
