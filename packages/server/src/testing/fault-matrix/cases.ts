/** The cases of the matrix: each fault, at each place, with each thing that can stand behind it. */
import { POSITIONS, type Position } from '../fault-server/document.ts';
import { FAULTS, type Fault, GOING_ON } from './kinds.ts';

/** What stands behind the model that fails. */
export const BACKINGS = {
  prefill: 'a healthy model that takes a prefill',
  told: 'a healthy model that refuses a prefill',
  second: 'one that fails too, then a healthy one',
  nothing: 'nothing healthy',
} as const;
export type Backing = keyof typeof BACKINGS;

export interface Case {
  /** Without spaces; stands in the question, so that its calls are known. */
  readonly id: string;
  /** The row it belongs to, and the column. */
  readonly row: string;
  readonly column: string;
  readonly fault: Fault;
  readonly position: Position | null;
  /** The model that is asked first, and those behind it in order, as they play. */
  readonly plays: readonly string[];
  /** As the server under test knows them: the first is asked for. */
  readonly models: readonly string[];
}

/** Cases that share a server, and so a list of models. */
export interface Group {
  readonly name: string;
  /** `LLM_MODELS`. */
  readonly list: readonly string[];
  readonly cases: readonly Case[];
}

const MAIN_PLACES: readonly Position[] = ['start', 'prose', 'word', 'number', 'table', 'code'];
const SHAPE_PLACES: readonly Position[] = ['start', 'number', 'table'];
/** Struck everywhere. */
const EVERYWHERE = ['fault/cut', 'fault/stall', 'fault/error-number', 'fault/cut-once'];
/** What fails second, in turns: each in another way, some a little further on in the answer. */
const SECONDS = [
  'fault/503',
  'fault/cut@code',
  'fault/error-number@end',
  'fault/reset',
  'fault/stall@code',
  'fault/empty-stream',
  'fault/429',
  'fault/truncated@end',
];

/** All of them. `only`: those whose model's name contains it. */
export function listGroups(only = ''): Group[] {
  const backed = (Object.keys(BACKINGS) as Backing[]).map(toGroup);
  const odd = [...GOING_ON.joined, ...GOING_ON.refused];
  const all = [
    ...backed,
    goingOn('by prefill', odd, ['ask/1', 'ask/2']),
    goingOn('when told to', odd, ['ask/1', 'ask/3']),
    goingOn('by prefill', ['prefill-refused'], ['ask/1', 'fault/prefill-refused']),
    goingOn('by prefill', ['restarts-on-prefill'], ['ask/1', 'ok/restarts-on-prefill']),
  ];
  return all
    .map((group) => ({ ...group, cases: group.cases.filter(({ plays }) => plays.some((play) => play.includes(only))) }))
    .filter(({ cases }) => cases.length > 0);
}

function placesOf({ name, placed, kind }: Fault): readonly (Position | null)[] {
  if (!placed) return [null];
  if (EVERYWHERE.includes(name)) return POSITIONS;
  // Cut by its length before its first word it is no answer: then another model is asked.
  if (kind === 'length') return MAIN_PLACES.filter((place) => place !== 'start');
  return kind === 'well' ? SHAPE_PLACES : MAIN_PLACES;
}

function toGroup(backing: Backing): Group {
  const byName = backing === 'prefill' || backing === 'told';
  const played = FAULTS.filter(({ named }) => byName || !named);
  const struck = played.flatMap((fault) => placesOf(fault).map((position) => ({ fault, position })));
  const cases = struck.map(({ fault, position }, n): Case => {
    const play = position ? `${fault.name}@${position}` : fault.name;
    const { plays, models } = behind(backing, play, n);
    const id = `${backing}-${n}`;
    return { id, row: fault.name, column: backing, fault, position, plays, models };
  });
  return { name: backing, list: listOf(cases), cases };
}

/** By name where a healthy model stands on top of the list; elsewhere the question says what is played, so that no list of faults is walked. */
function behind(backing: Backing, play: string, n: number): Pick<Case, 'plays' | 'models'> {
  const second = SECONDS[n % SECONDS.length] ?? 'fault/503';
  switch (backing) {
    case 'prefill':
      return { plays: [play, 'ok/prefill'], models: [play, 'ok/prefill'] };
    case 'told':
      return { plays: [play, 'ok/no-prefill'], models: [play, 'ok/no-prefill'] };
    case 'second':
      return { plays: [play, second, 'ok/prefill'], models: ['ask/1', 'ask/2', 'ok/prefill'] };
    case 'nothing':
      return { plays: [play, 'fault/503'], models: ['ask/1', 'ask/2'] };
  }
}

function listOf(cases: readonly Case[]): string[] {
  const [first = 'ask/1', ...others] = cases[0]?.models ?? [];
  if (first.startsWith('ask/')) return [first, ...others];
  return [...others, ...new Set(cases.map(({ plays }) => `9:${plays[0]}`))];
}

const CUT: Fault = { name: 'fault/cut', kind: 'fails', placed: true, calls: 2 };
const SEAMS = POSITIONS.filter((position) => position !== 'start' && position !== 'end');

/** Whether "over" and " trading" are two words nobody can tell. */
function seamsOf(kind: string): readonly Position[] {
  return kind === 'space' ? SEAMS.filter((position) => position !== 'word') : SEAMS;
}

function goingOn(column: string, kinds: readonly string[], models: readonly string[]): Group {
  const cases = kinds.flatMap((kind) =>
    seamsOf(kind).map((position): Case => {
      const name = models[1]?.startsWith('ask/') ? `fault/${kind}` : (models[1] ?? '');
      const id = `on-${models[1]?.replace('/', '-')}-${kind}-${position}`;
      const fault: Fault = GOING_ON.refused.includes(kind) ? { ...CUT, kind: 'contradicted' } : CUT;
      return { id, row: name, column, fault, position, plays: [`fault/cut@${position}`, name], models };
    }),
  );
  return { name: `goes on ${column}, ${models[1]}`, list: models, cases };
}
