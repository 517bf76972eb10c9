/** The wheel on SOFI, put spreads on SPY, and a few calls into earnings. */
import { optionPrice } from '../option-price.ts';
import type { Ticker } from '../price-paths.ts';
import type { TradingDay } from '../trading-days.ts';
import { type Mark, option, stock, type World } from '../world.ts';

const CLOSE = 16 * 60;
const CONTRACTS = 4;
const STOCKS = 'Demo stocks and options';
const VOLATILITY: Partial<Record<Ticker, number>> = { SOFI: 0.58, SPY: 0.17, NVDA: 0.5, AMD: 0.48, PLTR: 0.62 };

/** Short puts from expiry to expiry; when one ends in the money the shares come and calls are sold on them until they go. */
export function wheel(world: World): void {
  let shares: { cost: number } | null = null;
  let day = 4;
  while (day < world.days.length - 3) {
    const expiry = fridayAfter(world, day, 18);
    const isLast = expiry >= world.days.length;
    shares = shares
      ? coveredCall(world, { day, expiry, isLast, cost: shares.cost })
      : shortPut(world, { day, expiry, isLast });
    if (isLast) return;
    day = Math.min(expiry + 1, world.days.length);
  }
}

interface Round {
  readonly day: number;
  /** Day index of the expiry, beyond the end for one that is still to come. */
  readonly expiry: number;
  readonly isLast: boolean;
}

function shortPut(world: World, round: Round): { cost: number } | null {
  const spot = world.price('SOFI', round.day);
  const strike = Math.round(spot * 0.96 * 2) / 2;
  const put = sellOption(world, round, { right: 'put', strike, story: 'wheel_put', tags: ['wheel', 'short-put'] });
  if (round.isLast) return null;
  const last = world.price('SOFI', round.expiry);
  if (last >= strike) return settle(world, round.expiry, { instrument: put, kind: 'expiry' });
  settle(world, round.expiry, { instrument: put, kind: 'assignment' });
  const opening = deliver(world, round.expiry, { side: 'buy', strike });
  mark(world, { opening, story: 'wheel_shares', setup: 'Wheel', tags: ['wheel', 'assignment'] });
  return { cost: strike };
}

function coveredCall(world: World, round: Round & { cost: number }): { cost: number } | null {
  const spot = world.price('SOFI', round.day);
  const strike = Math.max(round.cost, Math.round(spot * 1.04 * 2) / 2);
  const call = sellOption(world, round, {
    right: 'call',
    strike,
    story: 'covered_call',
    tags: ['wheel', 'covered-call'],
  });
  if (round.isLast) return { cost: round.cost };
  if (world.price('SOFI', round.expiry) <= strike) {
    settle(world, round.expiry, { instrument: call, kind: 'expiry' });
    return { cost: round.cost };
  }
  settle(world, round.expiry, { instrument: call, kind: 'assignment' });
  deliver(world, round.expiry, { side: 'sell', strike });
  return null;
}

function sellOption(
  world: World,
  round: Round,
  leg: { right: 'call' | 'put'; strike: number } & Pick<Mark, 'story' | 'tags'>,
) {
  const { right, strike } = leg;
  const expiry = dateOf(world, round.expiry);
  const instrument = option('SOFI', { expiry, strike, right });
  const day = dayAt(world, round.day);
  const price = premium(world, { ticker: 'SOFI', day: round.day, expiry, strike, right });
  const opening = world.stocks.fill({
    day,
    minute: 600 + world.random.between(0, 240),
    instrument,
    side: 'sell',
    effect: 'open',
    quantity: CONTRACTS,
    price,
  });
  mark(world, { opening, story: leg.story, setup: 'Wheel', tags: leg.tags });
  return instrument;
}

function settle(
  world: World,
  day: number,
  { instrument, kind }: { instrument: ReturnType<typeof option>; kind: 'expiry' | 'assignment' },
): null {
  const on = dayAt(world, day);
  world.stocks.fill({
    day: on,
    minute: CLOSE + 60,
    instrument,
    side: null,
    effect: 'close',
    quantity: CONTRACTS,
    price: 0,
    kind,
  });
  return null;
}

function deliver(world: World, day: number, { side, strike }: { side: 'buy' | 'sell'; strike: number }): string {
  const effect = side === 'buy' ? 'open' : 'close';
  const terms = {
    instrument: stock('SOFI'),
    side,
    effect,
    quantity: CONTRACTS * 100,
    price: strike,
    kind: 'delivery',
  } as const;
  return world.stocks.fill({ ...terms, day: dayAt(world, day), minute: CLOSE + 60 });
}

/** Put spreads on SPY every other week: small credits, and the losses that pay for them in the bad month. */
export function putSpreads(world: World): void {
  for (let day = 6; day < world.days.length - 24; day += world.random.whole(9, 13)) putSpread(world, day);
}

function putSpread(world: World, from: number): void {
  const { random, stocks } = world;
  const expiry = dateOf(world, fridayAfter(world, from, 25));
  const short = Math.round(world.price('SPY', from) * 0.97);
  const legs = [
    { strike: short, opens: 'sell', closes: 'buy' },
    { strike: short - 5, opens: 'buy', closes: 'sell' },
  ] as const;
  const quantity = random.whole(1, 3);
  const planned = from + random.whole(8, 17);
  const until = Math.min(dayAt(world, planned).weekday === 5 ? planned - 1 : planned, world.days.length - 1);
  const [openId, closeId] = [stocks.newOrderId(), stocks.newOrderId()];
  const [openMinute, closeMinute] = [600 + random.between(0, 200), 600 + random.between(0, 300)];
  for (const { strike, opens, closes } of legs) {
    const instrument = option('SPY', { expiry, strike, right: 'put' });
    const terms = { ticker: 'SPY', expiry, strike, right: 'put' } as const;
    const order = { instrument, quantity };
    const first = {
      ...order,
      day: dayAt(world, from),
      minute: openMinute,
      side: opens,
      effect: 'open',
      orderId: openId,
    } as const;
    const opening = stocks.fill({ ...first, price: premium(world, { ...terms, day: from }) });
    const last = {
      ...order,
      day: dayAt(world, until),
      minute: closeMinute,
      side: closes,
      effect: 'close',
      orderId: closeId,
    } as const;
    stocks.fill({ ...last, price: premium(world, { ...terms, day: until }) });
    mark(world, { opening, story: 'spread', setup: 'Put credit spread', tags: ['spread', 'premium'] });
  }
}

/** A call into earnings now and then; most melt away, one pays for them all. */
export function earningsCalls(world: World): void {
  const { random, days, stocks } = world;
  const names = ['NVDA', 'AMD', 'PLTR'] as const;
  for (let nth = 0; nth < 9; nth += 1) {
    const from = 14 + nth * Math.floor((days.length - 30) / 9) + random.whole(0, 6);
    const ticker = random.pick(names);
    const expiry = dateOf(world, fridayAfter(world, from, 6));
    const strike = Math.round(world.price(ticker, from) * 1.03);
    const instrument = option(ticker, { expiry, strike, right: 'call' });
    const paid = premium(world, { ticker, day: from, expiry, strike, right: 'call' });
    const factor = nth === 5 ? 3.4 : random.chance(0.25) ? random.between(1.2, 1.7) : random.between(0.08, 0.55);
    const order = { instrument, quantity: random.whole(1, 3) };
    const opening = stocks.fill({
      ...order,
      day: dayAt(world, from),
      minute: 930 + random.between(0, 20),
      side: 'buy',
      effect: 'open',
      price: paid,
    });
    stocks.fill({
      ...order,
      day: dayAt(world, from + 1),
      minute: 572 + random.between(0, 40),
      side: 'sell',
      effect: 'close',
      price: paid * factor,
    });
    mark(world, { opening, story: 'earnings_option', setup: 'Earnings call', tags: ['earnings', 'lotto'] });
  }
}

function mark(world: World, facts: Pick<Mark, 'opening' | 'story' | 'setup' | 'tags'>): void {
  world.marks.push({ account: STOCKS, initialStop: null, ...facts });
}

interface Quote {
  readonly ticker: Ticker;
  readonly day: number;
  readonly expiry: string;
  readonly strike: number;
  readonly right: 'call' | 'put';
}

function premium(world: World, { ticker, day, expiry, strike, right }: Quote): number {
  const left = (Date.parse(expiry) - Date.parse(dayAt(world, day).date)) / 86_400_000;
  return optionPrice({
    right,
    strike,
    spot: world.price(ticker, day),
    days: left,
    volatility: VOLATILITY[ticker] ?? 0.4,
  });
}

/** Index of the last trading day of the week that is at least so many trading days away; may lie beyond the end. */
function fridayAfter(world: World, day: number, atLeast: number): number {
  let at = day + atLeast;
  while (at < world.days.length && isSameWeek(world.days[at], world.days[at + 1])) at += 1;
  return at;
}

function isSameWeek(day: TradingDay | undefined, next: TradingDay | undefined): boolean {
  return day !== undefined && (next ? next.weekday > day.weekday : day.weekday < 5);
}

function dayAt(world: World, index: number): TradingDay {
  const day = world.days[Math.min(index, world.days.length - 1)];
  if (!day) throw new Error('there are trading days');
  return day;
}

/** The date of a day index; beyond the end the Friday that many trading days on. */
function dateOf(world: World, index: number): string {
  const known = world.days[index];
  if (known) return known.date;
  const last = dayAt(world, world.days.length - 1);
  const beyond = index - (world.days.length - 1);
  const raw = Date.parse(last.date) + Math.round((beyond * 7) / 5) * 86_400_000;
  const toFriday = (5 - new Date(raw).getUTCDay() + 7) % 7;
  return new Date(raw + toFriday * 86_400_000).toISOString().slice(0, 10);
}
