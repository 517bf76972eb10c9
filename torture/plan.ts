/** What a run does, chosen by its seed alone: turns, their viewers and lines, and what is struck when. */
import type { LineManner } from './line.ts';
import { createRandom, type Random } from './random.ts';

export const MODES = ['embedded', 'postgres', 'two-instances', 'valkey'] as const;
export type Mode = (typeof MODES)[number];

/** What is struck; the first six are killed, the last three break what lies between. */
export const KINDS = ['server', 'drain', 'freeze', 'postgres', 'valkey', 'nginx', 'proxy', 'line', 'tab'] as const;
export type Kind = (typeof KINDS)[number];

export interface Strike {
  readonly kind: Kind;
  /** Which of the servers; which turn's viewer for `line` and `tab`. */
  readonly index: number;
  /** How long it stays down, frozen or cut, in milliseconds. */
  readonly ms: number;
  /** When: once the model has sent that share of that turn's text. 0: once it is asked, 1: all but the end. */
  readonly turn: number;
  readonly share: number;
}

export interface ViewerPlan {
  /** `twin` sends the same question under the same key. */
  readonly kind: 'client' | 'raw' | 'twin';
  /** Comes once that share of the text was sent; 2: after the end. */
  readonly joinsAt: number;
  readonly manner: LineManner;
  /** Through nginx, where there is one. */
  readonly throughNginx: boolean;
}

export interface TurnPlan {
  readonly key: string;
  readonly words: number;
  readonly asksAfterMs: number;
  /** The first one asks. */
  readonly viewers: readonly ViewerPlan[];
  /** Stopped by its user at that share of the text. */
  readonly stopAt: number | null;
}

export interface Plan {
  readonly turns: readonly TurnPlan[];
  readonly strikes: readonly Strike[];
}

/** How much of everything. */
export interface Size {
  readonly turns: number;
  /** Strikes that may cost a turn its owner: a turn with which 5 owners came to nothing is given up by design. */
  readonly blows: number;
}

export const FULL: Size = { turns: 8, blows: 4 };

/** The plan of `seed` in `mode`. */
export function makePlan(mode: Mode, seed: number, size: Size): Plan {
  const random = createRandom(seed).fork(mode);
  const turns = Array.from({ length: size.turns }, (_, index) => planTurn(`s${seed}t${index}`, random));
  const kinds = [
    ...Array.from({ length: size.blows }, () => random.pick(BLOWS[mode])),
    ...Array.from({ length: Math.ceil(size.blows / 2) }, () => random.pick(NUDGES[mode])),
    ...Array.from({ length: size.turns }, () => random.pick(['line', 'tab', 'tab', 'proxy'] as const)),
  ];
  return { turns, strikes: kinds.map((kind) => planStrike(kind, turns, random)) };
}

/** May cost a turn its owner. */
const BLOWS: Record<Mode, readonly [Kind, ...Kind[]]> = {
  embedded: ['server', 'server', 'server', 'drain'],
  postgres: ['server', 'server', 'server', 'drain'],
  'two-instances': ['server', 'server', 'server', 'drain', 'freeze'],
  valkey: ['server', 'server', 'server', 'drain', 'freeze'],
};
/** Cost nobody's ownership, if they are short. */
const NUDGES: Record<Mode, readonly [Kind, ...Kind[]]> = {
  embedded: ['proxy'],
  postgres: ['postgres'],
  'two-instances': ['postgres', 'nginx'],
  valkey: ['valkey', 'valkey', 'valkey', 'postgres', 'nginx'],
};

function planTurn(key: string, random: Random): TurnPlan {
  const others = random.between(2, 4);
  return {
    key,
    words: random.between(50, 140),
    asksAfterMs: random.between(0, 1500),
    viewers: [
      { kind: 'client', joinsAt: 0, ...planLine(random) },
      { kind: 'raw', joinsAt: random.chance(0.5) ? 0 : 0.4, ...planLine(random) },
      ...Array.from({ length: others }, () => planViewer(random)),
      { kind: 'client', joinsAt: 2, ...planLine(random) },
    ],
    stopAt: random.chance(0.12) ? random.between(1, 9) / 10 : null,
  };
}

function planViewer(random: Random): ViewerPlan {
  const kind = random.pick(['client', 'client', 'raw', 'twin'] as const);
  return { kind, joinsAt: kind === 'twin' ? 0 : random.between(0, 9) / 10, ...planLine(random) };
}

function planLine(random: Random): Pick<ViewerPlan, 'manner' | 'throughNginx'> {
  const manner = {
    cutWithin: random.chance(0.4) ? random.between(2000, 20_000) : 0,
    delayMs: random.chance(0.3) ? random.between(1, 150) : 0,
    sliced: random.chance(0.2),
  };
  return { manner, throughNginx: random.chance(0.4) };
}

function planStrike(kind: Kind, turns: readonly TurnPlan[], random: Random): Strike {
  // A turn that is stopped never comes to its end, so nothing waits for it to.
  const lasting = turns.flatMap((turn, index) => (turn.stopAt === null ? [index] : []));
  const [first = 0, ...rest] = lasting;
  const share = random.chance(0.15) ? random.pick([0, 1]) : random.between(1, 99) / 100;
  return {
    kind,
    index: random.between(0, 99),
    ms: planDuration(kind, random),
    turn: random.pick([first, ...rest]),
    share,
  };
}

function planDuration(kind: Kind, random: Random): number {
  // Longer than the lease (5 s) and than it takes another to take over (15 s).
  if (kind === 'freeze') return random.between(12_000, 18_000);
  // Now and then long enough for owners to give up their lease.
  if (kind === 'postgres') return random.chance(0.15) ? random.between(5500, 8000) : random.between(0, 2000);
  return random.between(0, 1000);
}
