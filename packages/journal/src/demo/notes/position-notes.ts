/** What the demo trader writes about swings, options and the one stock he would rather forget. */
import type { Wording } from './day-trade-notes.ts';

export const SWING_WIN: readonly Wording[] = [
  (f) =>
    `Trimmed nothing, moved nothing, sold ${f.name} where the plan said. ${f.quantity} shares, ${f.money}. Why is that so hard on other days?`,
  (f) =>
    `Sold ${f.name} into strength at ${f.exit}, ${f.money} in ${f.held}. Base was tight, breakout had volume, nothing fancy.`,
  (f) =>
    `${f.name} did exactly what it was supposed to. I checked it far too often, but I did not touch it, and that is progress.`,
  (f) =>
    `Pulled the target on ${f.name}. It went on another two percent without me. Still ${f.money}, and I sleep better with rules.`,
  (f) =>
    `Nice one in ${f.name}: bought ${f.entry}, sold ${f.exit}. What I did right: I did not take profit on the first red day.`,
  (f) =>
    `${f.name} closed for a gain of ${f.money}. Relative strength was there before the move; worth looking for every weekend.`,
  (f) =>
    `Out of ${f.name}, time stop more or less, in the green. ${f.held} of nothing and then a push on the last two days.`,
  (f) =>
    `Was tempted to add to ${f.name} on day two. Did not. Position size was right as it was and the win is ${f.money}.`,
  (f) => `Bought the dip to the 20-day in ${f.name} while everyone on the stream was scared. ${f.entry} to ${f.exit}.`,
  (f) => `${f.name} again, it simply respects its levels. If I only traded three stocks this would be one of them.`,
];

export const SWING_LOSS: readonly Wording[] = [
  (f) => `${f.name}: right idea, a week too early. Stopped at ${f.exit}, on the watchlist for a second try.`,
  (f) => `${f.name} stopped out at ${f.exit}. Breakout failed on the second day, volume had been thin. -${f.money}.`,
  (f) =>
    `Gave ${f.name} its 5% and it took all of it. Stop did its job. It hurts less when the number was written down before.`,
  (f) =>
    `Bought ${f.name} two percent above the pivot because I had missed the entry. That two percent was the whole difference. -${f.money}.`,
  (f) => `The market rolled over and took ${f.name} along. Nothing wrong with the stock, wrong with the timing.`,
  (f) =>
    `${f.name} gapped through on a downgrade. -${f.money}. Could not have done much, except hold less before the conference.`,
  (f) =>
    `Time to admit that ${f.name} is not going anywhere. Out at ${f.exit} after ${f.held}, small loss, capital free again.`,
  (f) =>
    `Too many growth names on at once: when one goes they all go. ${f.name} was today's. Correlation is a thing, write it on the wall.`,
  (f) =>
    `Loss in ${f.name}, ${f.money}. I had a bad feeling at the entry and could not say why. Next time I try to find the why first.`,
];

export const SWING_OPEN: readonly Wording[] = [
  (f) =>
    `Long ${f.quantity} ${f.name} from ${f.entry}. Stop 5% below, alarm set, nothing to do until it gets to one of the two.`,
  (f) =>
    `New position: ${f.name}, ${f.quantity} shares at ${f.entry}. Tight base, market is with me for once. Earnings are far enough away.`,
];

export const SPREAD_WIN: readonly Wording[] = [
  (f) => `SPY put spread off at about half the credit. This leg (${f.name}): ${f.money}. Boring is good.`,
  () => `Closed the SPY spread early, time did the work. No idea why I ever sat these out to expiry.`,
  () => `Another put spread done. I did not look at it for a week, the ideal amount of looking.`,
  () => `Took SPY spread risk off before the Fed. Theta had done most of it anyway.`,
];

export const SPREAD_LOSS: readonly Wording[] = [
  (f) =>
    `The ${f.name} leg cost ${f.money} by itself, the other side of the spread carries it. Judge the pair, not the leg.`,
  (f) =>
    `SPY came down to the short strike quicker than I liked. Took the spread off, no rolling. -${f.money} on this leg.`,
  (f) => `Long leg of the SPY spread decayed as it should, -${f.money}. That is what insurance costs.`,
];

export const PUT_NOTES: readonly Wording[] = [
  (f) =>
    `Sold ${f.quantity} SOFI puts for ${f.entry}, expired worthless on ${f.weekday}. ${f.money} for waiting. The wheel turns.`,
  () => `SOFI puts gone at zero. I was nervous on Thursday for no reason, price never got near the strike.`,
  (f) => `Premium on the ${f.name} was thin (${f.entry}), but it is money for a stock I want to own anyway. Expired.`,
  (f) => `SOFI: another round of puts done, ${f.money}. Next ones on Monday, four contracts as always, no more.`,
  (f) =>
    `Volatility was up when I sold the ${f.name}, so the credit was good: ${f.entry}. Let it expire, did nothing. Doing nothing is a skill.`,
];

export const ASSIGNMENT_NOTES: readonly Wording[] = [
  (f) =>
    `Assigned on the SOFI puts, 400 shares at ${f.entry}. Not a disaster, that is the deal with the wheel. Covered calls from Monday on, at cost or above.`,
  (f) =>
    `Got the SOFI shares put to me at ${f.entry}. Felt like a loss for about an hour until I read my own playbook: I wanted to own it at this price.`,
];

export const CALL_NOTES: readonly Wording[] = [
  (f) =>
    `Covered call on SOFI, ${f.name}, sold for ${f.entry}. Expired, shares still mine, cost basis is coming down nicely.`,
  (f) =>
    `SOFI calls: ${f.money} premium kept. I could have got more by selling below my cost. Rule says no. Rule was right.`,
  (f) => `Another month of rent on the SOFI shares. Calls at ${f.entry}, nothing dramatic.`,
  () => `Calls against SOFI done. It is a slow way to make money and my blood pressure agrees with it.`,
];

export const EARNINGS_LOSS: readonly Wording[] = [
  (f) =>
    `Bought the ${f.name} into earnings at ${f.entry}. Stock moved my way and the option still lost: volatility crush. -${f.money}. I knew this.`,
  (f) => `Lottery ticket, did not win. ${f.name}, -${f.money}. Fine as long as the size stays a lottery ticket's size.`,
  () => `Earnings call number whatever: gone at the open. If I add these up over the year it is an expensive hobby.`,
  (f) =>
    `Held the ${f.name} overnight and it opened at ${f.exit}. At least I sold it at once instead of hoping until Friday.`,
];

export const EARNINGS_WIN: readonly Wording[] = [
  (f) =>
    `The ${f.name} more than tripled the anxiety and paid for it: ${f.money}. Sold into the opening spike, did not get greedy.`,
  (f) =>
    `Earnings went right for once. ${f.name} from ${f.entry} to ${f.exit} overnight. One good one pays for three bad ones, not for six.`,
];

export const AVERAGE_DOWN: readonly Wording[] = [
  (f) =>
    `INTC is finally off the books. ${f.quantity} shares at an average of ${f.entry}, sold at ${f.exit}: -${f.money}, the biggest loss in a stock this year. Three buys, no stop, and each one felt smart on the day. Averaging down is not a strategy, it is refusing to be wrong.`,
];
