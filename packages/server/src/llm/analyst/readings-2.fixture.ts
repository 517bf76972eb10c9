/** What questions are read as: part 2 of 3 of a table, asked on a Sunday, Nov 22, 2026. "||" stands between earlier questions and the last. */
import type { Reading } from './reading.ts';

/** Question and what of its reading is not empty, assumptions aside. */
export const READINGS_2: readonly (readonly [string, Partial<Reading>])[] = [
  ['Is my performance improving?', { intent: 'figures', groupBy: ['month'] }],
  ['what is profit factor?', { intent: 'figures', metrics: ['profit_factor'], define: true }],
  ['when do I lose money?', { intent: 'weak_spots', metrics: ['pnl'] }],
  ['average holding time by side', { intent: 'figures', metrics: ['avg_holding_seconds'], groupBy: ['side'] }],
  ['trades over $500', { intent: 'overview', filters: { min_pnl: '500' } }],
  [
    'top 5 symbols by P&L',
    {
      intent: 'figures',
      metrics: ['pnl'],
      groupBy: ['symbol'],
      ranking: { metric: 'pnl', direction: 'desc' },
      count: 5,
    },
  ],
  [
    'How many losing trades did I have in October?',
    { intent: 'figures', metrics: ['losses'], filters: { period: { from: '2026-10-01', to: '2026-10-31' } } },
  ],
  [
    "What's my best weekday for shorts?",
    {
      intent: 'figures',
      filters: { sides: ['short'] },
      groupBy: ['weekday'],
      ranking: { metric: 'pnl', direction: 'desc' },
    },
  ],
  ['compare Mondays and Fridays', { intent: 'figures', filters: { weekdays: [1] }, compareWith: { weekdays: [5] } }],
  [
    'P&L vs last month',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-01', to: '2026-11-22' } },
      compareWith: { period: { from: '2026-10-01', to: '2026-10-31' } },
    },
  ],
  [
    'show trades on TSLA last week',
    { intent: 'trades', filters: { period: { from: '2026-11-09', to: '2026-11-15' }, symbols: ['TSLA'] } },
  ],
  ['total commissions on futures', { intent: 'figures', metrics: ['fees'], filters: { asset_classes: ['future'] } }],
  ['risk reward ratio', { intent: 'figures', metrics: ['payoff'] }],
  [
    'WHAT IS MY WIN RATE IN MARCH',
    { intent: 'figures', metrics: ['win_rate'], filters: { period: { from: '2026-03-01', to: '2026-03-31' } } },
  ],
  ['what is my expectency on tuesdays', { intent: 'figures', metrics: ['expectancy'], filters: { weekdays: [2] } }],
  [
    'whats my drawdwon this quater',
    { intent: 'figures', metrics: ['max_drawdown'], filters: { period: { from: '2026-10-01', to: '2026-11-22' } } },
  ],
  ["What's my win rate by pair?", { intent: 'figures', metrics: ['win_rate'], unit: 'pair' }],
  ['profit per trade', { intent: 'figures', metrics: ['expectancy'] }],
  ['average loss on shorts', { intent: 'figures', metrics: ['avg_loss'], filters: { sides: ['short'] } }],
  [
    'Which day of the week is my best?',
    { intent: 'figures', groupBy: ['weekday'], ranking: { metric: 'pnl', direction: 'desc' } },
  ],
  [
    'What day do I lose most?',
    { intent: 'figures', metrics: ['pnl'], groupBy: ['weekday'], ranking: { metric: 'pnl', direction: 'asc' } },
  ],
  [
    'How did NVDA do vs TSLA in 2025?',
    {
      intent: 'figures',
      filters: { period: { from: '2025-01-01', to: '2025-12-31' }, symbols: ['NVDA'] },
      compareWith: { symbols: ['TSLA'], period: { from: '2025-01-01', to: '2025-12-31' } },
    },
  ],
  [
    'is my win rate better in the morning or in the afternoon?',
    {
      intent: 'figures',
      metrics: ['win_rate'],
      filters: { hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11] },
      compareWith: { hours: [12, 13, 14, 15, 16, 17] },
    },
  ],
  ['P&L between 9:30 and 11', { intent: 'figures', metrics: ['pnl'], filters: { hours: [9, 10] } }],
  [
    'after 2pm on Mondays',
    { intent: 'overview', filters: { weekdays: [1], hours: [14, 15, 16, 17, 18, 19, 20, 21, 22, 23] } },
  ],
  ['from 9 to 11am win rate', { intent: 'figures', metrics: ['win_rate'], filters: { hours: [9, 10] } }],
  ['best time to trade', { intent: 'figures', groupBy: ['hour'], ranking: { metric: 'pnl', direction: 'desc' } }],
  [
    'how many trades did I win last week',
    { intent: 'figures', metrics: ['wins'], filters: { period: { from: '2026-11-09', to: '2026-11-15' } } },
  ],
  ['what percentage of my trades are winners', { intent: 'figures', metrics: ['win_rate'] }],
  ['how often do I win on Tuesdays', { intent: 'figures', metrics: ['win_rate'], filters: { weekdays: [2] } }],
  [
    'Show me my losing trades from last week',
    {
      intent: 'trades',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-09', to: '2026-11-15' }, outcomes: ['loss'] },
    },
  ],
  [
    'how much money did I make in January 2026',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-01-01', to: '2026-01-31' } } },
  ],
  [
    'did I make money this week?',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-11-16', to: '2026-11-22' } } },
  ],
  [
    'am I up or down this year',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-01-01', to: '2026-11-22' } } },
  ],
  ['what was my best month?', { intent: 'figures', groupBy: ['month'], ranking: { metric: 'pnl', direction: 'desc' } }],
  ['best 3 months', { intent: 'figures', groupBy: ['month'], ranking: { metric: 'pnl', direction: 'desc' }, count: 3 }],
  [
    'monthly P&L 2025',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2025-01-01', to: '2025-12-31' } },
      groupBy: ['month'],
    },
  ],
  [
    'P&L per day last week',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-09', to: '2026-11-15' } },
      groupBy: ['day'],
    },
  ],
  ["What's my gross win rate", { intent: 'figures', metrics: ['win_rate'], feeBasis: 'gross' }],
  [
    'before commissions, what is my P&L in Q3 2025?',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2025-07-01', to: '2025-09-30' } },
      feeBasis: 'gross',
    },
  ],
  [
    'first quarter of 2026 profit factor',
    { intent: 'figures', metrics: ['profit_factor'], filters: { period: { from: '2026-01-01', to: '2026-03-31' } } },
  ],
  [
    'P&L for the last 30 days',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-10-24', to: '2026-11-22' } } },
  ],
  [
    'last 3 months expectancy',
    { intent: 'figures', metrics: ['expectancy'], filters: { period: { from: '2026-08-23', to: '2026-11-22' } } },
  ],
  [
    'past week P&L',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-11-16', to: '2026-11-22' } } },
  ],
  [
    'year to date drawdown',
    { intent: 'figures', metrics: ['max_drawdown'], filters: { period: { from: '2026-01-01', to: '2026-11-22' } } },
  ],
  [
    "what's my profit since last Monday",
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-11-16', to: '2026-11-22' } } },
  ],
  ['from Jan 5 to Feb 10', { intent: 'overview', filters: { period: { from: '2026-01-05', to: '2026-02-10' } } }],
  [
    'between 2026-01-01 and 2026-02-15 how much did I pay in commissions',
    { intent: 'figures', metrics: ['fees'], filters: { period: { from: '2026-01-01', to: '2026-02-15' } } },
  ],
  ['until June', { intent: 'overview', filters: { period: { to: '2026-06-30' } } }],
  ['before March 2026', { intent: 'overview', filters: { period: { to: '2026-02-28' } } }],
  ['after June 15', { intent: 'overview', filters: { period: { from: '2026-06-16', to: '2026-11-22' } } }],
];
