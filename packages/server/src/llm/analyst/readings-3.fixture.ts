/** What questions are read as: part 3 of 3 of a table, asked on a Sunday, Nov 22, 2026. "||" stands between earlier questions and the last. */
import type { Reading } from './reading.ts';

/** Question and what of its reading is not empty, assumptions aside. */
export const READINGS_3: readonly (readonly [string, Partial<Reading>])[] = [
  ['in the IRA account by symbol', { intent: 'figures', filters: { accounts: ['IRA'] }, groupBy: ['symbol'] }],
  ['compare my accounts', { intent: 'figures', groupBy: ['account'] }],
  [
    'NVDA vs everything else',
    { intent: 'figures', filters: { symbols: ['NVDA'] }, compareWith: { exclude_symbols: ['NVDA'] } },
  ],
  [
    'without NVDA what is my P&L this year',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { period: { from: '2026-01-01', to: '2026-11-22' }, exclude_symbols: ['NVDA'] },
      compareWith: { period: { from: '2026-01-01', to: '2026-11-22' } },
    },
  ],
  [
    'excluding Fridays and Mondays win rate',
    { intent: 'figures', metrics: ['win_rate'], filters: { weekdays: [2, 3, 4, 6, 7] }, compareWith: {} },
  ],
  [
    'my P&L except options',
    {
      intent: 'figures',
      metrics: ['pnl'],
      filters: { asset_classes: ['stock', 'future', 'crypto', 'forex'] },
      compareWith: {},
    },
  ],
  [
    "if I hadn't traded on Fridays, what would I have made?",
    { intent: 'figures', metrics: ['pnl'], filters: { weekdays: [1, 2, 3, 4, 6, 7] }, compareWith: {} },
  ],
  ['trades where I lost more than 500', { intent: 'figures', metrics: ['pnl'], filters: { max_pnl: '-500' } }],
  [
    'what did I note about breakouts in October?',
    { intent: 'notes', filters: { period: { from: '2026-10-01', to: '2026-10-31' } }, noteWords: 'breakouts' },
  ],
  ['show me my notes', { intent: 'notes' }],
  ['do I have any open positions in TSLA?', { intent: 'positions', filters: { symbols: ['TSLA'] } }],
  ['what should I improve?', { intent: 'weak_spots' }],
  ['where do I lose money?', { intent: 'why', metrics: ['pnl'] }],
  [
    'why am I losing on NVDA this month?',
    {
      intent: 'why',
      metrics: ['pnl'],
      filters: { period: { from: '2026-11-01', to: '2026-11-22' }, symbols: ['NVDA'] },
    },
  ],
  ['how do I import my trades?', { intent: 'help' }],
  ['hi', { intent: 'help' }],
  ['what can you do', { intent: 'help' }],
  [
    "what's the best stock to buy now",
    { intent: 'advice', groupBy: ['symbol'], ranking: { metric: 'pnl', direction: 'desc' } },
  ],
  ['how much should I risk per trade', { intent: 'advice' }],
  ['will NVDA go up tomorrow', { intent: 'advice', filters: { symbols: ['NVDA'] } }],
  ['should I short TSLA?', { intent: 'advice', filters: { sides: ['short'], symbols: ['TSLA'] } }],
  ['tell me a joke', { intent: 'unknown' }],
  ['what time is it', { intent: 'unknown' }],
  ['how many people live in France', { intent: 'unknown' }],
  ['what is the weather in Berlin?', { intent: 'unknown' }],
  [
    'Who won the world cup last year',
    { intent: 'unknown', filters: { period: { from: '2025-01-01', to: '2025-12-31' } } },
  ],
  ['payoff ratio for longs', { intent: 'figures', metrics: ['payoff'], filters: { sides: ['long'] } }],
  [
    "what's the difference between longs and shorts",
    { intent: 'figures', filters: { sides: ['long'] }, compareWith: { sides: ['short'] } },
  ],
  ['fees by month', { intent: 'figures', metrics: ['fees'], groupBy: ['month'] }],
  [
    'bottom 3 symbols by win rate',
    {
      intent: 'figures',
      metrics: ['win_rate'],
      groupBy: ['symbol'],
      ranking: { metric: 'win_rate', direction: 'asc' },
      count: 3,
    },
  ],
  ['most traded symbol', { intent: 'figures', groupBy: ['symbol'], ranking: { metric: 'trades', direction: 'desc' } }],
  ['setup breakout win rate', { intent: 'figures', metrics: ['win_rate'], filters: { setups: ['breakout'] } }],
  ['performance by setup', { intent: 'figures', groupBy: ['setup'] }],
  ['how is the gap setup doing', { intent: 'overview', filters: { setups: ['gap'] } }],
  ['Nvidia P&L', { intent: 'figures', metrics: ['pnl'], filters: { symbols: ['NVDA'] } }],
  [
    'what was my P&L on the 5th',
    { intent: 'figures', metrics: ['pnl'], filters: { period: { from: '2026-11-05', to: '2026-11-05' } } },
  ],
  ['mesh5 pnl', { intent: 'figures', metrics: ['pnl'], filters: { symbols: ['MESH5'] } }],
  [
    'max drawdown since March 1, 2025',
    { intent: 'figures', metrics: ['max_drawdown'], filters: { period: { from: '2025-03-01', to: '2026-11-22' } } },
  ],
  [
    'how many contracts did I trade in MES',
    { intent: 'figures', metrics: ['quantity'], filters: { symbols: ['MES'] } },
  ],
  ['P&L by hour and side', { intent: 'figures', metrics: ['pnl'], groupBy: ['hour', 'side'] }],
  [
    'which hours are bad for me?',
    { intent: 'figures', groupBy: ['hour'], ranking: { metric: 'pnl', direction: 'asc' } },
  ],
  [
    'my 3 biggest losers',
    { intent: 'trades', metrics: ['worst'], ranking: { metric: 'pnl', direction: 'asc' }, count: 3 },
  ],
  [
    'gross and net P&L this year',
    {
      intent: 'figures',
      metrics: ['gross_pnl', 'fees', 'pnl'],
      filters: { period: { from: '2026-01-01', to: '2026-11-22' } },
    },
  ],
  [
    "What's my win rate for long NVDA trades opened before 10:30 am in 2025 gross, by weekday?",
    {
      intent: 'figures',
      metrics: ['win_rate'],
      filters: {
        period: { from: '2025-01-01', to: '2025-12-31' },
        sides: ['long'],
        symbols: ['NVDA'],
        hours: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      },
      groupBy: ['weekday'],
      feeBasis: 'gross',
      timeOf: 'entry',
    },
  ],
  ['P&L for trades tagged "news"', { intent: 'figures', metrics: ['pnl'], filters: { tags: ['news'] } }],
  [
    "What's my win rate on NVDA this month? || and on Mondays?",
    {
      intent: 'figures',
      metrics: ['win_rate'],
      filters: { symbols: ['NVDA'], period: { from: '2026-11-01', to: '2026-11-22' }, weekdays: [1] },
    },
  ],
  ['P&L by month || what about gross?', { intent: 'figures', metrics: ['pnl'], groupBy: ['month'], feeBasis: 'gross' }],
  [
    'win rate on nvda this month || last month?',
    {
      intent: 'figures',
      metrics: ['win_rate'],
      filters: { symbols: ['NVDA'], period: { from: '2026-10-01', to: '2026-10-31' } },
    },
  ],
  [
    'P&L by weekday || only longs',
    { intent: 'figures', metrics: ['pnl'], filters: { sides: ['long'] }, groupBy: ['weekday'] },
  ],
  [
    'How did I do last month? || why?',
    { intent: 'why', filters: { period: { from: '2026-10-01', to: '2026-10-31' } } },
  ],
  ['win rate on nvda || how much did I pay in fees?', { intent: 'figures', metrics: ['fees'] }],
];
