/** What the demo trader writes without a trade at hand: weekly reviews, mornings, the bad month and the way out. */

/** One week's figures, from the engine. */
export interface WeekFacts {
  readonly trades: number;
  readonly winners: number;
  readonly isGreen: boolean;
  readonly money: string;
  readonly best: string;
  readonly worst: string;
}

type WeekWording = (week: WeekFacts) => string;

export const GREEN_WEEKS: readonly WeekWording[] = [
  (w) => `+${w.money} for the week. ${w.best} was patience, ${w.worst} was the opposite of it.`,
  (w) =>
    `Numbers for the week: ${w.trades} trades, ${w.winners} winners, ${w.money} net. I could repeat most of them with a straight face.`,
  (w) =>
    `Week review: +${w.money} net over ${w.trades} trades, ${w.winners} winners. Best was ${w.best}, worst ${w.worst}. The good ones were all planned the evening before.`,
  (w) =>
    `Closed the week up ${w.money}. What carried it: ${w.best}. What nearly ruined it: ${w.worst}. I would like to have one week where the second half of that sentence is empty.`,
  (w) =>
    `${w.trades} trades, ${w.winners} of them green, ${w.money} after fees. Felt calm most of the time. Sleep was good, coincidence?`,
  (w) => `Good week (+${w.money}). Goal for the next one stays the same: fewer clicks, same size, no heroics.`,
  (w) => `Up ${w.money}. Not because I was brilliant, the market was kind. ${w.best} alone made the difference.`,
  (w) =>
    `Weekly: ${w.winners} of ${w.trades} worked, +${w.money}. Followed the checklist on almost all of them. The ones without a checklist are exactly the ones you would think.`,
];

export const RED_WEEKS: readonly WeekWording[] = [
  (w) =>
    `${w.money} down on the week, ${w.trades} trades, ${w.winners} winners. The number of trades is the first thing I would change.`,
  (w) =>
    `Week review: -${w.money} net over ${w.trades} trades. ${w.worst} was the worst of it. I know why, it is written a few lines up.`,
  (w) =>
    `Red week, ${w.money} gone. Only ${w.winners} of ${w.trades} worked. Cutting size on Monday until I have two good days.`,
  (w) =>
    `Down ${w.money}. If I take out the trades I was not supposed to take, the week is about flat. That sentence is in here too often.`,
  (w) =>
    `-${w.money}. ${w.best} was nice, ${w.worst} ate it and then some. Losses are still bigger than wins in my head and on paper.`,
  (w) => `Honest review: I was tired, traded anyway, ${w.trades} times, and paid ${w.money} for it.`,
  (w) =>
    `Lost ${w.money} this week. No drama, mostly stops that were where they should be. A couple that were not there at all.`,
];

export const MORNINGS: readonly string[] = [
  'Payrolls at 8:30. The first half hour after it belongs to people with faster computers than mine.',
  'Moved my desk so that I can not see the news channel any more. Curious whether the impulse trades go down.',
  'Cleaned up the watchlist: forty names down to twelve. I never traded the other twenty-eight, they only made me nervous.',
  'Backtested the opening range rule on paper over the weekend. It loses four times in a row about once a quarter. Good to know before it happens.',
  'Half day, thin market, not trading. Wrote down the levels anyway to stay in the habit.',
  'Reminder from last night: the fade only on days without a trend, and never before the third push.',
  'Pre-market: futures flat, CPI at 8:30. No trades before 10:00 today whatever it says.',
  'Slept four hours. Half size today or none. Writing it here so that I can not pretend later that I did not know.',
  "Levels for MES: overnight high and low, yesterday's close. Only interested in a break with volume, otherwise I will read a book.",
  'Fed day. Flat into 14:00, and flat after it until the second move is done. Last time I tried to be early and it cost me.',
  'Feeling overconfident after three green days. That is usually when I give it back. One trade maximum.',
  'Watching NVDA and PLTR, both building tight bases. Alerts set above the pivots. No buying in advance!',
  'Market is stretched, everyone is euphoric, my own list is full of stocks five percent above any sane entry. Doing nothing is a position too.',
  'Contract roll this week. Check the symbol before sending anything, I have been in the old month before.',
  'Goal for today is not a number. Goal is: checklist before every entry, stand up after every stop.',
  'New keyboard, new coffee, same old me. Plan: ORB only, and after eleven I am out.',
  'Thinking about why the breakouts work for me: I have done the work the night before and there is nothing to decide in the moment. Everything that goes wrong gets decided in the moment.',
  'Read through three months of notes. The word "bored" is in there a lot, and never next to a winner.',
];

export const SLUMP: readonly string[] = [
  'Red again, I have stopped counting. Everything I touch turns. I notice that I want to trade bigger to get out of the hole, so I am writing this instead.',
  'Drawdown is getting to me. Short with the kids at dinner because of a breakout that failed at ten in the morning. This has to stop.',
  'Nothing works right now, long breakouts fail the same day. Maybe it is not me but the market: SPY is below its 50-day. My setups are for uptrends.',
  'Losing streak. Cut size to half as of tomorrow, no options, no Fridays. Survive first.',
  'Looked at the equity curve and felt sick. Then looked at the last bad stretch and remembered that I have been here before.',
  'Closed everything at ten and took the rest of the day off. Best decision of the month so far.',
];

export const RECOVERY: readonly string[] = [
  'Small size, small wins, third day in a row. It feels like learning to walk again, but the curve has stopped falling.',
  'Back above the 50-day. Breakouts hold overnight again. I keep the half size for another week, no hurry.',
  'What changed: I waited. I did not find a new indicator, I just stopped trading against a falling market.',
  'Half of the drawdown is back. Not going to celebrate by doubling up, that is exactly how the last one started.',
  'Confidence is coming back. Not the loud kind. I know which trade is mine and let the others go.',
];

export const INTC_DIARY: readonly string[] = [
  'Bought 200 INTC. Value, turnaround, whatever. It is not one of my setups, and I noticed that I did not put in a stop.',
  'INTC is down five percent, bought 200 more to get the average down. "It cannot go much lower." Famous last words.',
  'Added 400 INTC. Now it is by far the largest position and the only one I do not want to look at. I am averaging down and I know it.',
  'Sold the first part of INTC at a bad price because I could not stand it any more. Relief. Should have been done three weeks ago.',
];
