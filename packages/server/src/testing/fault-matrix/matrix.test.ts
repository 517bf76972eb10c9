/** Some of the matrix in every run of the tests: a case of each kind at each place, on one real server. `npm run faults` runs all. */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startFaultServer } from '../fault-server/start-fault-server.ts';
import { copyTemplateFolder } from '../test-database.ts';
import { type Case, listGroups } from './cases.ts';
import { sayFaults } from './report.ts';
import { mixedGroup } from './run-at-once.ts';
import { questionOf } from './run-case.ts';
import { MATRIX_ENV, runCases, withServer } from './run-matrix.ts';

const AT_ONCE = 8;
const MODELS = ['ask/1', 'ask/2'];
/** More patient than the matrix itself: the machine may be busy. */
const ENV = {
  ...MATRIX_ENV,
  LLM_FIRST_TOKEN_TIMEOUT_MS: '6000',
  LLM_IDLE_TIMEOUT_MS: '5000',
  LLM_TOTAL_TIMEOUT_MS: '10000',
  LADDER_BUDGET_MS: '60000',
  LLM_BREAKER_FAILURES: '0',
};
/** They wait for a deadline at each layer when nobody else is there. */
const SLOW = /silence|stall|slow-|drip|pause/;

/** All cases that two models can play, in an order in which neighbours differ. */
function playable(): Case[] {
  const cases = listGroups()
    .flatMap(({ cases: of }) => of)
    .filter(({ plays, models }) => plays.length === 2 && models[1] !== 'ask/3')
    .filter(({ column, row }) => !(column === 'nothing' && SLOW.test(row)))
    .map((one) => ({ ...one, models: MODELS }));
  const rank = ({ id }: Case) => createHash('sha256').update(id).digest('hex');
  return cases.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** One of each kind at each place, in whatever group it comes first; of those that only the total time ends, one. */
function sample(): Case[] {
  const seen = new Set<string>();
  return playable().filter(({ fault, position, column }) => {
    const place = fault.kind === 'slow' ? 'anywhere' : position;
    const key = `${fault.kind} ${place} ${column.startsWith('by')}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

describe('the fault matrix', () => {
  test('in small: exact text, the right ending, no call too many', async () => {
    const cases = sample();
    expect(cases.length).toBeGreaterThanOrEqual(40);
    const folder = copyTemplateFolder();
    await using upstream = await startFaultServer({ port: 0, paceMs: 0 });
    const setting = { upstream, space: 'small', list: MODELS, env: { ...ENV, DATA_DIR: folder } };
    const results = await withServer(setting, (asker) => runCases(cases, { asker, upstream, atOnce: AT_ONCE }));
    rmSync(folder, { recursive: true });
    expect(results).toHaveLength(cases.length);
    expect(sayFaults(results)).toEqual([]);
  }, 180_000);

  test('has every case once, each with a question of its own', () => {
    const cases = listGroups().flatMap(({ cases: of }) => of);
    expect(cases.length).toBeGreaterThan(700);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(cases.length);
    expect(new Set(cases.map(questionOf)).size).toBe(cases.length);
  });

  test('asks no model that its server does not know', () => {
    for (const { list, cases } of listGroups()) {
      const known = list.map((name) => name.replace(/^\d+:/, ''));
      for (const { models } of cases) expect(known).toEqual(expect.arrayContaining([...models]));
    }
  });

  test('can be cut down to the models of one name', () => {
    const groups = listGroups('tools-cut');
    expect(
      groups.flatMap(({ cases }) => cases).every(({ plays }) => plays.some((play) => play.includes('tools-cut'))),
    ).toBe(true);
    expect(listGroups('no-such-model')).toEqual([]);
  });

  test('at once mixes all of it, and a third of the models come to themselves again', () => {
    const { cases, list } = mixedGroup(10);
    expect(cases).toHaveLength(60);
    expect(cases.filter(({ id }) => id.includes('passing'))).toHaveLength(20);
    expect(new Set(cases.map(({ id }) => id)).size).toBe(60);
    expect(list).toContain('9:fault/503-for-4s');
  });
});
