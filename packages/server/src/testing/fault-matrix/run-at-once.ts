/** Many streams at once, all faults mixed, on one server whose breakers open and close meanwhile. */
import type { FaultServer } from '../fault-server/start-fault-server.ts';
import { type Case, type Group, listGroups } from './cases.ts';
import type { Fault } from './kinds.ts';
import { MATRIX_ENV, type Result, runCases, withServer } from './run-matrix.ts';

/** So many cases for each stream that runs at once. */
const ROUNDS = 6;
/** Well again after some seconds: their breakers open, let a probe through and close. Whoever answers, the text is exact. */
const PASSING: readonly Fault[] = ['fault/503-for-4s', 'fault/error-number-for-6s', 'fault/reset-for-9s'].map(
  (name) => ({
    name,
    kind: 'answered',
    placed: false,
    calls: 2,
  }),
);

/** What was seen, and how often a breaker came to each state. */
export interface AtOnce {
  readonly results: readonly Result[];
  readonly breakers: { readonly opened: number; readonly closed: number };
}

/** The cases, in an order that mixes them, and the models they need. A wrong key is no model's matter, so it is not among them. */
export function mixedGroup(streams: number): Group {
  const [prefill] = listGroups();
  if (!prefill) throw new Error('the matrix has no cases');
  const passing = PASSING.map((fault, n): Case => toCase(fault, `passing-${n}`));
  const each = prefill.cases.filter(({ fault }) => fault.kind !== 'key');
  // A third of them fail for a while only, and come again and again; 7 is no divisor of the matrix, so neighbours differ.
  const cases = Array.from({ length: streams * ROUNDS }, (_, n): Case => {
    const one =
      (n % 3 === 0 ? passing[(n / 3) % passing.length] : each[(n * 7) % each.length]) ?? toCase(PASSING[0], '');
    return { ...one, id: `at-once-${n}-${one.id}` };
  });
  return { name: 'at once', list: [...prefill.list, ...PASSING.map(({ name }) => `9:${name}`)], cases };
}

/** Runs them, `streams` at a time. */
export async function runAtOnce(group: Group, upstream: FaultServer, streams: number): Promise<AtOnce> {
  let said = '';
  const env = { ...MATRIX_ENV, LOG_LEVEL: 'warn' };
  const results = await withServer(
    { upstream, space: 'at-once', list: group.list, env, onSaid: (text) => (said = text) },
    (asker) => runCases(group.cases, { asker, upstream, atOnce: streams }),
  );
  const count = (state: string) => said.split(`"state":"${state}"`).length - 1;
  return { results, breakers: { opened: count('open'), closed: count('closed') } };
}

function toCase(fault: Fault | undefined, id: string): Case {
  if (!fault) throw new Error('no fault to play');
  const models = [fault.name, 'ok/prefill'];
  return { id, row: fault.name, column: 'at once', fault, position: null, plays: models, models };
}
