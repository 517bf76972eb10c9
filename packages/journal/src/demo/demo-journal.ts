/** A year of an invented trader's journal: deterministic, plausible, and full of the habits that a journal shows. */

import type { Execution } from '../types.ts';
import { type DemoNote, writeNotes } from './notes/write-notes.ts';
import { type DemoPlaybook, PLAYBOOKS } from './playbooks.ts';
import { pricePaths, type Seasons } from './price-paths.ts';
import { Random } from './random.ts';
import { tradeFuturesDays } from './stories/futures-days.ts';
import { earningsCalls, putSpreads, wheel } from './stories/options.ts';
import { averageDown, tradeSwings } from './stories/swings.ts';
import { type FeeRule, Tape } from './tape.ts';
import { tradeFacts } from './trade-facts.ts';
import { tradingDays } from './trading-days.ts';
import type { AccountName, World } from './world.ts';

export interface DemoOptions {
  /** The last day, `YYYY-MM-DD`; the journal covers the year before it. */
  readonly endDay: string;
  /** The trader's zone, for the dates of notes. */
  readonly timeZone: string;
}

export interface DemoAccount {
  readonly name: AccountName;
  readonly broker: string;
  readonly currency: string;
  /** Starting balance, decimal string. */
  readonly balance: string;
  readonly executions: readonly Execution[];
}

/** What the trader noted on a trade, which is the one that the execution with this `dedupeKey` opened. */
export interface DemoMark {
  readonly account: AccountName;
  readonly opening: string;
  readonly setup: string | null;
  readonly tags: readonly string[];
  /** Decimal string. */
  readonly initialStop: string | null;
}

export interface DemoJournal {
  readonly accounts: readonly DemoAccount[];
  readonly notes: readonly DemoNote[];
  readonly playbooks: readonly DemoPlaybook[];
  readonly marks: readonly DemoMark[];
}

/** Makes the journal; the same options, the same journal. Throws `RangeError` for an `endDay` that is no day. */
export function makeDemoJournal({ endDay, timeZone }: DemoOptions): DemoJournal {
  const world = createWorld(endDay);
  tradeFuturesDays(world);
  tradeSwings(world);
  averageDown(world);
  wheel(world);
  putSpreads(world);
  earningsCalls(world);
  const accounts: DemoAccount[] = [
    {
      name: 'Demo stocks and options',
      broker: 'tastytrade',
      currency: 'USD',
      balance: '60000',
      executions: world.stocks.executions(),
    },
    {
      name: 'Demo futures',
      broker: 'Tradovate',
      currency: 'USD',
      balance: '25000',
      executions: world.futures.executions(),
    },
  ];
  const notes = writeNotes(world, tradeFacts(accounts, world.marks, timeZone));
  return { accounts, notes, playbooks: PLAYBOOKS, marks: world.marks.map(({ story: _, ...mark }) => mark) };
}

function createWorld(endDay: string): World {
  const days = tradingDays(endDay);
  const random = new Random(`tradistry demo ${endDay}`);
  const slumpFrom = Math.floor(days.length * 0.55);
  const seasons: Seasons = { slump: [slumpFrom, slumpFrom + 20], recovery: [slumpFrom + 22, slumpFrom + 48] };
  const price = pricePaths(random, days.length, seasons);
  const stocks = new Tape('stocks', stockFees, random);
  return { random, days, seasons, price, stocks, futures: new Tape('futures', futuresFees, random), marks: [] };
}

/** Commission of a dollar a contract to open, none to close or for stocks; clearing, and the exchange's fees on what is sold. */
const stockFees: FeeRule = ({ instrument, side, effect, quantity, price, kind }) => {
  if (kind === 'assignment' || kind === 'expiry') return 0;
  if (kind === 'delivery') return 5;
  if (instrument.assetClass === 'option') return quantity * ((effect === 'open' ? 1 : 0) + 0.13);
  const regulatory = side === 'sell' ? quantity * price * 0.0000278 + quantity * 0.000166 : 0;
  return quantity * 0.0008 + regulatory;
};

/** Commission, exchange, clearing and NFA of a micro contract, each side. */
const futuresFees: FeeRule = ({ quantity }) => quantity * 0.95;
