/** Stock swings over days, and the one stock that was averaged down. */
import type { Ticker } from '../price-paths.ts';
import { isIn, stock, type World } from '../world.ts';

const NAMES = ['NVDA', 'AAPL', 'AMD', 'PLTR', 'SHOP', 'MSFT', 'CRWD'] as const satisfies readonly Ticker[];
const STOCKS = 'Demo stocks and options';

/** Breakouts and pullbacks of growth stocks: stop 5 % away, target 9 %, sold after three weeks at the latest. */
export function tradeSwings(world: World): void {
  const { random, days } = world;
  const busyUntil = new Map<Ticker, number>();
  for (let day = 2; day < days.length; day += 1) {
    if (!random.chance(0.6)) continue;
    const ticker = random.pick(NAMES);
    if ((busyUntil.get(ticker) ?? 0) >= day) continue;
    busyUntil.set(ticker, swing(world, ticker, day));
  }
}

/** Opens a swing and closes it where the path says; returns the day it was over, or beyond the end when it is still open. */
function swing(world: World, ticker: Ticker, from: number): number {
  const { random, days, price, stocks, seasons } = world;
  const opened = days[from];
  if (!opened) return from;
  const entry = price(ticker, from) * (1 + random.normal() * 0.003);
  const budget = isIn(seasons.recovery, from) ? 4_000 : random.between(6_000, 12_000);
  const quantity = Math.max(10, Math.round(budget / entry / 10) * 10);
  const breakout = random.chance(0.55);
  const common = { instrument: stock(ticker), quantity };
  const minute = 9 * 60 + 30 + random.between(20, 330);
  const opening = stocks.fill({ ...common, day: opened, minute, side: 'buy', effect: 'open', price: entry });
  world.marks.push({
    account: STOCKS,
    opening,
    story: 'swing',
    setup: breakout ? 'Base breakout' : 'Pullback to the 20-day',
    tags: breakout ? ['swing', 'breakout'] : ['swing', 'pullback'],
    initialStop: (entry * 0.95).toFixed(2),
  });
  const exit = exitDay(world, { ticker, from, entry });
  const closed = days[exit.day];
  if (!closed) return days.length;
  stocks.fill({
    ...common,
    day: closed,
    minute: 9 * 60 + 35 + random.between(0, 360),
    side: 'sell',
    effect: 'close',
    price: exit.price,
  });
  return exit.day;
}

function exitDay(
  world: World,
  { ticker, from, entry }: { ticker: Ticker; from: number; entry: number },
): { day: number; price: number } {
  const patience = world.random.whole(4, 15);
  for (let day = from + 1; day < world.days.length; day += 1) {
    const price = world.price(ticker, day);
    if (price < entry * 0.95) return { day, price: entry * (0.95 - world.random.between(0, 0.006)) };
    if (price > entry * 1.09) return { day, price: entry * 1.09 };
    // Time stops are taken before the last day of the week.
    if (day - from >= patience && world.days[day]?.weekday !== 5) return { day, price };
  }
  return { day: world.days.length, price: entry };
}

/** INTC bought, and bought again twice on the way down, and sold in two goes for the year's largest loss in a stock. */
export function averageDown(world: World): void {
  const { days, price, stocks, random } = world;
  const from = Math.floor(days.length * 0.3);
  const base = price('INTC', from);
  const steps = [
    { after: 0, factor: 1, quantity: 200, side: 'buy' },
    { after: 6, factor: 0.945, quantity: 200, side: 'buy' },
    { after: 13, factor: 0.89, quantity: 400, side: 'buy' },
    { after: 27, factor: 0.812, quantity: 300, side: 'sell' },
    { after: 31, factor: 0.795, quantity: 500, side: 'sell' },
  ] as const;
  for (const { after, factor, quantity, side } of steps) {
    const day = days[from + after];
    if (!day) return;
    const effect = side === 'buy' ? 'open' : 'close';
    const opening = stocks.fill({
      day,
      minute: 600 + random.between(0, 300),
      instrument: stock('INTC'),
      side,
      effect,
      quantity,
      price: base * factor,
    });
    if (after === 0)
      world.marks.push({
        account: STOCKS,
        opening,
        story: 'average_down',
        setup: null,
        tags: ['averaging-down', 'no-stop'],
        initialStop: null,
      });
  }
}
