/** What questions are read as: part 1 of 3 of a table, asked on a Sunday, Nov 22, 2026. "||" stands between earlier questions and the last. */
import type { Reading } from './reading.ts';

/** Question and what of its reading is not empty, assumptions aside. */
export const READINGS_1: readonly (readonly [string, Partial<Reading>])[] = [
  [
    "What's my P&L this month?",
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-11-01', to: '2026-11-22' } } },
  ],
  ['what is my win rate', { intent: 'figures', metrics: ['win_rate'] }],
  [
    'Win rate on NVDA in March?',
    {
      intent: 'figures',
      metrics: ['win_rate'],
      filters: { period: { from: '2026-03-01', to: '2026-03-31' }, symbols: ['NVDA'] },
    },
  ],
  ['How much did I lose on Fridays?', { intent: 'figures', metrics: ['pnl'], filters: { weekdays: [5] } }],
  ['why do I lose on Fridays?', { intent: 'why', metrics: ['pnl'], filters: { weekdays: [5] } }],
  ['Mondays vs Fridays', { intent: 'figures', filters: { weekdays: [1] }, compareWith: { weekdays: [5] } }],
  [
    'am I better with longs or shorts?',
    { intent: 'figures', filters: { sides: ['long'] }, compareWith: { sides: ['short'] } },
  ],
  [
    'this month vs last month',
    {
      intent: 'figures',
      filters: { period: { from: '2026-11-01', to: '2026-11-22' } },
      compareWith: { period: { from: '2026-10-01', to: '2026-10-31' } },
    },
  ],
  [
    'What would my P&L be without Fridays?',
    { intent: 'figures', metrics: ['pnl'], filters: { weekdays: [1, 2, 3, 4, 6, 7] }, compareWith: {} },
  ],
  ['profit factor by symbol', { intent: 'figures', metrics: ['profit_factor'], groupBy: ['symbol'] }],
  [
    'which symbol makes most?',
    { intent: 'figures', metrics: ['pnl'], groupBy: ['symbol'], ranking: { metric: 'pnl', direction: 'desc' } },
  ],
  [
    'which symbol loses most?',
    {
      intent: 'figures',
      metrics: ['pnl'],
      groupBy: ['symbol'],
      ranking: { metric: 'pnl', direction: 'asc' },
    },
  ],
  ['worst day', { intent: 'figures', groupBy: ['day'], ranking: { metric: 'pnl', direction: 'asc' } }],
  ["what's my worst hour?", { intent: 'figures', groupBy: ['hour'], ranking: { metric: 'pnl', direction: 'asc' } }],
  ['what are my open positions', { intent: 'positions' }],
  ['show my last 5 trades', { intent: 'trades', filters: { last_n: 5 }, count: 5 }],
  ['how am I doing?', { intent: 'overview' }],
  [
    'what did I write about NVDA last week?',
    { intent: 'notes', filters: { period: { from: '2026-11-09', to: '2026-11-15' }, symbols: ['NVDA'] } },
  ],
  ['my notes on revenge trading', { intent: 'notes', filters: { tags: ['revenge trading'] }, noteWords: 'revenge' }],
  [
    'P&L since 1 June',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-06-01', to: '2026-11-22' } } },
  ],
  [
    'P&L since June 1st',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-06-01', to: '2026-11-22' } } },
  ],
  ['from March to May 2025', { intent: 'overview', filters: { period: { from: '2025-03-01', to: '2025-05-31' } } }],
  ['my last 20 trades win rate', { intent: 'figures', metrics: ['win_rate'], filters: { last_n: 20 } }],
  [
    'best and worst trade this year',
    { intent: 'figures', metrics: ['best', 'worst'], filters: { period: { from: '2026-01-01', to: '2026-11-22' } } },
  ],
  ["what's my average win and average loss", { intent: 'figures', metrics: ['avg_win', 'avg_loss'] }],
  [
    'expectancy before 10am',
    { intent: 'figures', metrics: ['expectancy'], filters: { hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } },
  ],
  [
    'how long do I hold winners vs losers',
    {
      intent: 'figures',
      metrics: ['avg_holding_seconds'],
      filters: { outcomes: ['win'] },
      compareWith: { outcomes: ['loss'] },
    },
  ],
  [
    'how much have I paid in fees in 2024?',
    { intent: 'figures', metrics: ['fees'], filters: { period: { from: '2024-01-01', to: '2024-12-31' } } },
  ],
  [
    'drawdown in Q1',
    { intent: 'figures', metrics: ['max_drawdown'], filters: { period: { from: '2026-01-01', to: '2026-03-31' } } },
  ],
  ['longest losing streak', { intent: 'figures', metrics: ['max_loss_streak'] }],
  [
    'longest winning streak on shorts',
    { intent: 'figures', metrics: ['max_win_streak'], filters: { sides: ['short'] } },
  ],
  ['am I on a streak?', { intent: 'figures', metrics: ['current_streak'] }],
  ['win rate by weekday and hour', { intent: 'figures', metrics: ['win_rate'], groupBy: ['weekday', 'hour'] }],
  ['P&L by pair for MES', { intent: 'figures', metrics: ['pnl'], filters: { symbols: ['MES'] }, unit: 'pair' }],
  [
    'gross P&L last week',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-09', to: '2026-11-15' } },
      feeBasis: 'gross',
    },
  ],
  [
    'P&L before fees yesterday',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-21', to: '2026-11-21' } },
      feeBasis: 'gross',
    },
  ],
  [
    'P&L after commissions today',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-22', to: '2026-11-22' } },
      feeBasis: 'net',
    },
  ],
  ['tag:fomo win rate', { intent: 'figures', metrics: ['win_rate'], filters: { tags: ['fomo'] } }],
  ['#fomo expectancy', { intent: 'figures', metrics: ['expectancy'], filters: { tags: ['fomo'] } }],
  ['how do my fomo trades do?', { intent: 'overview', filters: { tags: ['fomo'] } }],
  ['options only win rate', { intent: 'figures', metrics: ['win_rate'], filters: { asset_classes: ['option'] } }],
  ['how did I do on Friday?', { intent: 'overview', filters: { period: { from: '2026-11-20', to: '2026-11-20' } } }],
  [
    'How many trades did I take last month',
    { intent: 'figures', metrics: ['trades'], filters: { period: { from: '2026-10-01', to: '2026-10-31' } } },
  ],
  [
    'how did i do in march 2025 in my IRA account',
    { intent: 'overview', filters: { period: { from: '2025-03-01', to: '2025-03-31' }, accounts: ['IRA'] } },
  ],
  [
    '3/4/2026 p&l',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-03-04', to: '2026-03-04' } } },
  ],
  ['on 2026-03-04', { intent: 'overview', filters: { period: { from: '2026-03-04', to: '2026-03-04' } } }],
  ['last friday', { intent: 'overview', filters: { period: { from: '2026-11-20', to: '2026-11-20' } } }],
  ['past two weeks', { intent: 'overview', filters: { period: { from: '2026-11-09', to: '2026-11-22' } } }],
  [
    'do I lose more on Fridays than on other days?',
    { intent: 'figures', metrics: ['pnl'], filters: { weekdays: [5] }, compareWith: { weekdays: [1, 2, 3, 4, 6, 7] } },
  ],
  ['NVDA', { intent: 'overview', filters: { symbols: ['NVDA'] } }],
  [
    "What's my P&L and win rate and profit factor YTD?",
    {
      intent: 'figures',
      metrics: ['pnl', 'win_rate', 'profit_factor'],
      filters: { period: { from: '2026-01-01', to: '2026-11-22' } },
    },
  ],
];
