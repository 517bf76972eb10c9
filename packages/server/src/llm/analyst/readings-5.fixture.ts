/** Questions that were once read as others, asked on a Sunday, Nov 22, 2026: what they are read as, and which get no figure. */
import type { Reading } from './reading.ts';

const THIS_YEAR = { from: '2026-01-01', to: '2026-11-22' };
const NOV_20 = { from: '2026-11-20', to: '2026-11-20' };
const WORST_DAY: Partial<Reading> = { groupBy: ['day'], ranking: { metric: 'pnl', direction: 'asc' } };
const OTHER_DAYS = { weekdays: [1, 2, 3, 4, 6, 7] };

/** Question and what of its reading is told from the question as it was once read. */
export const ONCE_MISREAD: readonly (readonly [string, Partial<Reading>])[] = [
  ['P&L the day before yesterday', { metrics: ['pnl'], filters: { period: NOV_20 } }],
  ['how did I do this morning', { filters: { period: { from: '2026-11-22', to: '2026-11-22' }, hours: hours(0, 12) } }],
  ['what time of day do I lose the most', { groupBy: ['hour'], ranking: { metric: 'pnl', direction: 'asc' } }],
  ['at what time do I trade worst', { groupBy: ['hour'], ranking: { metric: 'pnl', direction: 'asc' } }],
  ['what time do I trade most', { groupBy: ['hour'], ranking: { metric: 'trades', direction: 'desc' } }],
  ["what's the most I've lost in a day", WORST_DAY],
  ['most money lost in one trade', { metrics: ['worst'] }],
  ['most I ever made on a single trade', { metrics: ['best'] }],
  ['am I worse on Fridays', { filters: { weekdays: [5] }, compareWith: OTHER_DAYS }],
  ['do I do better with longs?', { filters: { sides: ['long'] }, compareWith: { sides: ['short'] } }],
  ['whats my p and l this yr', { metrics: ['pnl'], filters: { period: THIS_YEAR } }],
  ['symbols I lose money on', { groupBy: ['symbol'], ranking: { metric: 'pnl', direction: 'asc' } }],
  ['symbols by win rate', { metrics: ['win_rate'], groupBy: ['symbol'] }],
  ['list trades on NVDA with a loss', { intent: 'trades', filters: { symbols: ['NVDA'], outcomes: ['loss'] } }],
  ['average profit per winning trade', { metrics: ['avg_win'], filters: {} }],
  ['wins and losses', { metrics: ['wins', 'losses', 'break_evens'], filters: {} }],
  ['what % of my trades win', { metrics: ['win_rate'] }],
  ['how many fomo trades did I take', { intent: 'figures', metrics: ['trades'], filters: { tags: ['fomo'] } }],
  ['how many losses in a row', { metrics: ['max_loss_streak'] }],
  ['win rate month by month', { metrics: ['win_rate'], groupBy: ['month'] }],
  ['best month of the year', { filters: { period: THIS_YEAR }, groupBy: ['month'] }],
  ['worst day of the week', { filters: {}, groupBy: ['weekday'] }],
  ['P&L since the beginning of the year', { filters: { period: THIS_YEAR } }],
  ['P&L in the week of November 10', { filters: { period: { from: '2026-11-09', to: '2026-11-15' } } }],
  ['Q4 last year', { filters: { period: { from: '2025-10-01', to: '2025-12-31' } } }],
  ['2025 q3', { filters: { period: { from: '2025-07-01', to: '2025-09-30' } } }],
  ['P&L in March last year', { filters: { period: { from: '2025-03-01', to: '2025-03-31' } } }],
  ["last year's P&L", { filters: { period: { from: '2025-01-01', to: '2025-12-31' } } }],
  ['monday vs friday win rate', { filters: { weekdays: [1] }, compareWith: { weekdays: [5] } }],
  [
    'compare march with april',
    {
      filters: { period: { from: '2026-03-01', to: '2026-03-31' } },
      compareWith: { period: { from: '2026-04-01', to: '2026-04-30' } },
    },
  ],
  ['P&L of everything except TSLA', { filters: { exclude_symbols: ['TSLA'] }, compareWith: {} }],
  ['winrate last 50', { metrics: ['win_rate'], filters: { last_n: 50 } }],
  ['win rate of my 30 last trades', { metrics: ['win_rate'], filters: { last_n: 30 } }],
  ['last 10 winners', { intent: 'trades', filters: { last_n: 10, outcomes: ['win'] } }],
  ['my last trade on NVDA', { intent: 'trades', filters: { symbols: ['NVDA'] }, count: 1 }],
  ['P&L 9-10am', { filters: { hours: [9] } }],
  ['may pnl', { metrics: ['pnl'], filters: { period: { from: '2026-05-01', to: '2026-05-31' } } }],
  ['pnl march?', { metrics: ['pnl'], filters: { period: { from: '2026-03-01', to: '2026-03-31' } } }],
  ['how was May?', { intent: 'overview', filters: { period: { from: '2026-05-01', to: '2026-05-31' } } }],
  ['monday pnl', { metrics: ['pnl'], filters: { weekdays: [1] } }],
  ['win rate friday', { metrics: ['win_rate'], filters: { weekdays: [5] } }],
  ['how often do I lose', { metrics: ['win_rate', 'losses'] }],
  ['show my best trades', { intent: 'trades', ranking: { metric: 'pnl', direction: 'desc' }, count: 5 }],
  [
    'worst trades on NVDA',
    { intent: 'trades', filters: { symbols: ['NVDA'] }, ranking: { metric: 'pnl', direction: 'asc' } },
  ],
  ['What are my five worst trades?', { intent: 'trades', ranking: { metric: 'pnl', direction: 'asc' }, count: 5 }],
  [
    'show my three best trades on NVDA',
    { intent: 'trades', filters: { symbols: ['NVDA'] }, ranking: { metric: 'pnl', direction: 'desc' }, count: 3 },
  ],
  ['P&L by quarter', { metrics: ['pnl'], groupBy: ['quarter'] }],
  ['quarterly win rate', { metrics: ['win_rate'], groupBy: ['quarter'] }],
  ['what is my best quarter ever?', { groupBy: ['quarter'], ranking: { metric: 'pnl', direction: 'desc' } }],
  ['P&L on trades held longer than 1 hour', { metrics: ['pnl'], filters: { holding_seconds: { min: 3600.001 } } }],
  ['win rate of trades under 5 minutes', { metrics: ['win_rate'], filters: { holding_seconds: { max: 299.999 } } }],
  [
    'win rate when I hold more than 30 minutes',
    { metrics: ['win_rate'], filters: { holding_seconds: { min: 1800.001 } } },
  ],
  ['P&L held 5 minutes or less', { metrics: ['pnl'], filters: { holding_seconds: { max: 300 } } }],
  [
    'expectancy of trades held between 10 and 30 minutes on NVDA',
    { metrics: ['expectancy'], filters: { holding_seconds: { min: 600, max: 1800 }, symbols: ['NVDA'] } },
  ],
  [
    'trades held at least half an hour vs trades held less than half an hour',
    { filters: { holding_seconds: { min: 1800 } }, compareWith: { holding_seconds: { max: 1799.999 } } },
  ],
  [
    'P&L without trades held longer than 2 hours',
    { metrics: ['pnl'], filters: { holding_seconds: { max: 7200 } }, compareWith: {} },
  ],
  ['P&L on the first two trades of each day', { metrics: ['pnl'], filters: { first_of_day: 2 } }],
  ['how do I do on my first trade of the day?', { intent: 'overview', filters: { first_of_day: 1 } }],
  ['max dd', { metrics: ['max_drawdown'] }],
  ['which stock will go up', { intent: 'advice' }],
  ['sell my TSLA?', { intent: 'advice' }],
  ['who made you', { intent: 'help' }],
  ['what were my thoughts on TSLA', { intent: 'notes', filters: { symbols: ['TSLA'] } }],
  ['net vs gross', { metrics: ['gross_pnl', 'fees', 'pnl'], feeBasis: null }],
  ['is NVDA a buy?', { intent: 'advice' }],
  ['will NVDA go green next week', { intent: 'advice' }],
];

/** Questions about what is not known, and words of what is said instead of a figure. */
export const NOT_KNOWN: readonly (readonly [string, string])[] = [
  ['what is my unrealized profit', 'no market prices'],
  ['open pnl', 'no market prices'],
  ['how much money is in my account', 'balance'],
  ["what's my ROI", 'balance'],
  ['percent return this year', 'balance'],
  ['sharpe ratio', 'balance'],
  ["what's my average R", 'in R'],
  ['current drawdown', 'not how deep you are in one now'],
  ['average fee per trade', 'do not average'],
  ['taxes on my gains', 'taxes'],
  ['am I overtrading?', 'I cannot judge'],
  ['equity curve', 'no curve'],
  ['how do I do on semis', 'semis'],
  ['P&L of short term trades', 'short term'],
  ['what is my win rate in tech', 'tech'],
  ['P&L of my lucky trades', 'lucky'],
  ['P&L of my trades over 2 weeks', 'over 2 weeks'],
  ['what am I holding longer than 2 days', 'longer than 2'],
  ['P&L in the first 30 minutes of the day', 'first 30 minutes'],
  ['pnl last month || and the month before?', 'month before'],
  ['my last 20 trades || and the 20 before that?', '20 before'],
];

function hours(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, at) => from + at);
}
