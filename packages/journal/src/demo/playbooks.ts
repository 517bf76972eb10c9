/** The demo trader's own rules. */

export interface DemoPlaybook {
  readonly name: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export const PLAYBOOKS: readonly DemoPlaybook[] = [
  {
    name: 'Opening range breakout (MES)',
    text: `Mark the high and low of the first fifteen minutes. Only trade the break with the trend of the 60-minute chart and with volume above its 20-bar average.
Entry: first close outside the range, no market orders in the first candle. Stop: middle of the range, never more than 10 points. First target at 1R for half, the rest trails below the 9 EMA.
No trade when CPI, FOMC or payrolls are due within the hour. One attempt per side and day. If it loses, I am done with this setup until tomorrow.`,
    tags: ['orb', 'futures'],
  },
  {
    name: 'Base breakout (stocks)',
    text: `Stock in an uptrend, at least three weeks of a tight base, relative strength line near its high. Buy through the pivot on volume, not more than 2% above it.
Size so that a stop 5% below costs no more than half a percent of the account. Sell into strength around 9%, or when three weeks have passed and nothing happened. Never hold a full position through earnings.`,
    tags: ['swing', 'breakout'],
  },
  {
    name: 'The wheel',
    text: `Only on something I would own for a year anyway (right now SOFI). Sell puts three to four weeks out, about 4% below the price, four contracts at most.
Assigned? Fine, that was the deal: sell calls at or above my cost, never below it, however good the premium looks. No rolling for a debit. Expired worthless is the best kind of boring.`,
    tags: ['wheel', 'short-put', 'covered-call'],
  },
  {
    name: 'Put credit spread (SPY)',
    text: `Five points wide, 3% below the market, five weeks out, only when SPY is above its 50-day. Take it off at half the credit or after three weeks. Loss limit: twice the credit, no hoping.
In a falling market there is no "cheap" put spread. Sit out until the 50-day is back.`,
    tags: ['spread', 'premium'],
  },
  {
    name: 'Rules against myself',
    text: `1. After a full stop I stand up. Ten minutes, no screen, glass of water. No second ticket in MNQ "to get it back".
2. No new trades on Friday after lunch. Nothing good has ever come of it and I have the numbers to prove it.
3. Never add to a loser. INTC was the tuition fee.
4. Three losers in a row: half size until there are two winners.
5. If I catch myself typing a size I have not planned, I close the platform.`,
    tags: ['discipline', 'revenge', 'fomo', 'overtrading'],
  },
];
