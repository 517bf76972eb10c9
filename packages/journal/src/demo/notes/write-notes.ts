/** Picks what the demo trader wrote about, and how. */
import type { Random } from '../random.ts';
import type { TradeFacts } from '../trade-facts.ts';
import { dollars } from '../trade-facts.ts';
import type { Story, World } from '../world.ts';
import * as day from './day-trade-notes.ts';
import * as period from './period-notes.ts';
import * as position from './position-notes.ts';
import { CALM, SORE } from './tails.ts';

export interface DemoNote {
  readonly text: string;
  /** Local day of the trader, `YYYY-MM-DD`. */
  readonly date: string;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
  /** The account and the opening execution's `dedupeKey` of the trade it is about, or null. */
  readonly trade: { readonly account: string; readonly opening: string } | null;
}

type Pools = Partial<Record<TradeFacts['outcome'], readonly day.Wording[]>>;

const WORDINGS: Readonly<Record<Story, Pools>> = {
  orb: { win: day.ORB_WIN, loss: day.ORB_LOSS },
  vwap: { win: day.VWAP_WIN, loss: day.VWAP_LOSS },
  revenge: { win: day.REVENGE_WIN, loss: day.REVENGE_LOSS },
  friday: { win: day.FRIDAY_WIN, loss: day.FRIDAY_LOSS },
  swing: { win: position.SWING_WIN, loss: position.SWING_LOSS, open: position.SWING_OPEN },
  average_down: { loss: position.AVERAGE_DOWN },
  wheel_put: { win: position.PUT_NOTES },
  covered_call: { win: position.CALL_NOTES },
  wheel_shares: { win: position.ASSIGNMENT_NOTES, loss: position.ASSIGNMENT_NOTES, open: position.ASSIGNMENT_NOTES },
  spread: { win: position.SPREAD_WIN, loss: position.SPREAD_LOSS },
  earnings_option: { win: position.EARNINGS_WIN, loss: position.EARNINGS_LOSS },
};

/** About 150 notes, oldest first, each about something that happened in the accounts. */
export function writeNotes(world: World, facts: readonly TradeFacts[]): DemoNote[] {
  const notes = [...tradeNotes(world.random, facts), ...weekNotes(world.random, facts), ...diary(world)];
  return notes.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** Each wording is used once, on a trade that it fits, spread over the year. */
function tradeNotes(random: Random, facts: readonly TradeFacts[]): DemoNote[] {
  const groups = Map.groupBy(facts, ({ mark, outcome }) => `${mark.story} ${outcome}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    const wordings = first ? (WORDINGS[first.mark.story][first.outcome] ?? []) : [];
    const chosen = random.shuffled(group).slice(0, wordings.length);
    return random.shuffled(wordings).flatMap((wording, at) => {
      const about = chosen[at];
      return about ? [tradeNote(random, wording, about)] : [];
    });
  });
}

function tradeNote(random: Random, wording: day.Wording, facts: TradeFacts): DemoNote {
  const { mark, trade, outcome, date } = facts;
  const wasGood = outcome !== 'loss' && mark.story !== 'revenge' && mark.story !== 'friday';
  const tail = random.chance(0.45) ? ` ${random.shuffled(wasGood ? CALM : SORE)[0] ?? ''}` : '';
  return {
    text: wording(facts) + tail,
    date,
    symbols: [trade.instrument.underlying],
    tags: mark.tags,
    trade: { account: mark.account, opening: mark.opening },
  };
}

/** Every second week or so is looked back on, with the figures of the trades that ended in it. */
function weekNotes(random: Random, facts: readonly TradeFacts[]): DemoNote[] {
  const closed = facts.filter(({ outcome }) => outcome !== 'open');
  const weeks = [...Map.groupBy(closed, ({ date }) => sundayAfter(date))].filter(([, group]) => group.length >= 4);
  const green = random.shuffled(period.GREEN_WEEKS);
  const red = random.shuffled(period.RED_WEEKS);
  return random.shuffled(weeks).flatMap(([sunday, group]) => {
    const net = group.reduce((sum, { trade }) => sum + Number(trade.netPnl), 0);
    const wording = (net > 0 ? green : red).pop();
    if (!wording) return [];
    return [
      {
        text: wording(weekFacts(group, net)),
        date: lastDateOf(group, sunday),
        symbols: [],
        tags: ['weekly-review'],
        trade: null,
      },
    ];
  });
}

function weekFacts(group: readonly TradeFacts[], net: number): period.WeekFacts {
  // The legs of a spread mean nothing one by one.
  const byResult = group.filter(({ mark }) => mark.story !== 'spread').sort((a, b) => b.net - a.net);
  const name = (facts: TradeFacts | undefined) =>
    facts ? `${facts.name} on ${facts.weekday} (${facts.net < 0 ? '-' : '+'}${facts.money})` : '';
  return {
    trades: group.length,
    winners: group.filter(({ outcome }) => outcome === 'win').length,
    isGreen: net > 0,
    money: dollars(net),
    best: name(byResult[0]),
    worst: name(byResult.at(-1)),
  };
}

/** A review is written at the weekend, but never after the last day of the demo. */
function lastDateOf(group: readonly TradeFacts[], sunday: string): string {
  const last = group.at(-1)?.date ?? sunday;
  return last < sunday ? last : sunday;
}

function sundayAfter(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return new Date(at.getTime() + ((7 - at.getUTCDay()) % 7) * 86_400_000).toISOString().slice(0, 10);
}

/** Notes without figures: mornings over the year, the bad month, the recovery, and INTC on the days it was bought. */
function diary(world: World): DemoNote[] {
  const { random, days, seasons } = world;
  const spread = (texts: readonly string[], [from, to]: readonly [number, number], tags: readonly string[]) =>
    random.shuffled(texts).map((text, at) =>
      noteOn(world, Math.round(from + ((at + random.between(0.1, 0.9)) * (to - from)) / texts.length), {
        text,
        tags,
        symbols: symbolsIn(text),
      }),
    );
  const intcDays = [0, 6, 13, 27].map((after) => Math.floor(days.length * 0.3) + after);
  return [
    ...spread(period.MORNINGS, [0, days.length - 1], ['plan']),
    ...spread(period.SLUMP, seasons.slump, ['drawdown', 'psychology']),
    ...spread(period.RECOVERY, seasons.recovery, ['recovery', 'psychology']),
    ...period.INTC_DIARY.map((text, at) =>
      noteOn(world, intcDays[at] ?? 0, { text, tags: ['averaging-down', 'no-stop'], symbols: ['INTC'] }),
    ),
  ];
}

function noteOn({ days }: World, index: number, note: Pick<DemoNote, 'text' | 'tags' | 'symbols'>): DemoNote {
  return { ...note, date: days[Math.min(index, days.length - 1)]?.date ?? '', trade: null };
}

function symbolsIn(text: string): string[] {
  return ['MES', 'MNQ', 'NVDA', 'PLTR', 'SPY'].filter((symbol) => new RegExp(`\\b${symbol}\\b`).test(text));
}
