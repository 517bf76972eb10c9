/** The futures account: breakouts that work, fades now and then, revenge after big losses, and Friday afternoons. */
import { future, isIn, stock, type World } from '../world.ts';
import { dayTrade } from './day-trade.ts';

const OPEN = 9 * 60 + 30;

/** Trades every day of the year, in the order a day goes. */
export function tradeFuturesDays(world: World): void {
  world.days.forEach((day, index) => {
    const { random } = world;
    let free = OPEN + 15;
    if (random.chance(day.weekday === 5 ? 0.3 : 0.44)) {
      const first = openingRange(world, index);
      free = first.end + 2;
      const rounds =
        first.lost && random.chance(isIn(world.seasons.slump, index) ? 0.85 : 0.5) ? random.whole(1, 2) : 0;
      for (let round = 0; round < rounds; round += 1) free = revenge(world, { index, minute: free, round });
    }
    if (random.chance(0.16)) free = fade(world, index, Math.max(free, 12 * 60 + random.between(5, 40)));
    if (day.weekday === 5 && random.chance(0.7)) fridayAfternoon(world, index);
  });
}

/** Returns when it was over and whether it lost big enough to hurt. */
function openingRange(world: World, index: number): { end: number; lost: boolean } {
  const { random, days, seasons, price, futures } = world;
  const day = days[index] ?? days[0];
  if (!day) throw new Error('there are trading days');
  const isSlump = isIn(seasons.slump, index);
  const wins = random.chance(isSlump ? 0.36 : day.weekday === 5 ? 0.5 : 0.63);
  const quantity = isIn(seasons.recovery, index) ? random.whole(1, 2) : random.whole(2, 5);
  const result = wins
    ? random.between(0.9, 2.3)
    : random.chance(0.75)
      ? -random.between(0.95, 1.1)
      : -random.between(0.2, 0.7);
  const end = dayTrade(world, {
    day,
    minute: OPEN + random.between(14, 38),
    hold: random.between(11, 64),
    instrument: future('MES', day),
    tape: futures,
    side: random.chance(isSlump ? 0.4 : 0.64) ? 'long' : 'short',
    quantity,
    entry: price('MES', index) * (1 + random.normal() * 0.003),
    risk: random.between(6, 10.5),
    result,
    mark: { account: 'Demo futures', story: 'orb', setup: 'Opening range breakout', tags: ['orb'] },
    hasStop: true,
  });
  return { end, lost: result < -0.9 && quantity >= 2 };
}

function revenge(world: World, { index, minute, round }: { index: number; minute: number; round: number }): number {
  const { random, days, price, futures } = world;
  const day = days[index] ?? days[0];
  if (!day) return minute;
  const wins = random.chance(0.18);
  return dayTrade(world, {
    day,
    minute: minute + random.between(0.5, 4),
    hold: random.between(2, 14),
    instrument: future('MNQ', day),
    tape: futures,
    side: random.chance(0.5) ? 'long' : 'short',
    quantity: random.whole(3, 5) + round,
    entry: price('MNQ', index) * (1 + random.normal() * 0.003),
    risk: random.between(16, 30),
    result: wins ? random.between(0.4, 1.3) : -random.between(0.6, 1.5),
    mark: {
      account: 'Demo futures',
      story: 'revenge',
      setup: null,
      tags: round > 0 ? ['revenge', 'tilt'] : ['revenge'],
    },
    hasStop: false,
  });
}

function fade(world: World, index: number, minute: number): number {
  const { random, days, price, futures } = world;
  const day = days[index] ?? days[0];
  if (!day) return minute;
  return dayTrade(world, {
    day,
    minute,
    hold: random.between(8, 45),
    instrument: future('MES', day),
    tape: futures,
    side: random.chance(0.45) ? 'long' : 'short',
    quantity: random.whole(1, 3),
    entry: price('MES', index) * (1 + random.normal() * 0.003),
    risk: random.between(5, 8),
    result: random.chance(0.53) ? random.between(0.7, 1.5) : -random.between(0.8, 1.05),
    mark: { account: 'Demo futures', story: 'vwap', setup: 'VWAP fade', tags: ['vwap'] },
    hasStop: true,
  });
}

/** Bored, up on the week or down on it: one to three trades after two that should not be there. */
function fridayAfternoon(world: World, index: number): void {
  const { random } = world;
  let minute = 14 * 60 + random.between(3, 30);
  const count = random.whole(1, 3);
  for (let nth = 0; nth < count && minute < 15 * 60 + 30; nth += 1) {
    minute = fridayTrade(world, { index, minute, nth }) + random.between(1, 9);
  }
}

function fridayTrade(world: World, { index, minute, nth }: { index: number; minute: number; nth: number }): number {
  const { random, days, price, stocks, futures } = world;
  const day = days[index] ?? days[0];
  if (!day) return minute;
  const isStock = random.chance(0.3);
  const entry = price(isStock ? 'TSLA' : 'MNQ', index) * (1 + random.normal() * 0.004);
  return dayTrade(world, {
    day,
    minute,
    hold: random.between(3, 17),
    instrument: isStock ? stock('TSLA') : future('MNQ', day),
    tape: isStock ? stocks : futures,
    side: random.chance(0.6) ? 'long' : 'short',
    quantity: isStock ? random.whole(5, 11) * 10 : random.whole(3, 5),
    entry,
    risk: isStock ? entry * random.between(0.005, 0.009) : random.between(15, 28),
    result: random.chance(0.27) ? random.between(0.3, 1.1) : -random.between(0.5, 1.2),
    mark: {
      account: isStock ? 'Demo stocks and options' : 'Demo futures',
      story: 'friday',
      setup: null,
      tags: nth > 0 ? ['fomo', 'overtrading'] : ['fomo'],
    },
    hasStop: false,
  });
}
