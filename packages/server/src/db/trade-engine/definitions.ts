/** What each metric means, in one sentence, as every result carries it. */
import type { Metric } from '@tradistry/protocol';

/** Metric to definition. "P&L" is on the result's fee basis; a "trade" is one of the result's unit. */
export const DEFINITIONS: Record<Metric, string> = {
  trades: 'Closed trades.',
  wins: 'Closed trades with a P&L above zero.',
  losses: 'Closed trades with a P&L below zero.',
  break_evens: 'Closed trades with a P&L of exactly zero.',
  win_rate: 'Wins divided by all closed trades: wins, losses and break-evens.',
  pnl: 'Realized profit and loss, on the fee basis of the result.',
  gross_pnl: 'Realized profit and loss before commissions and fees.',
  fees: 'Commissions and fees; a positive number is a cost.',
  avg_win: 'Mean P&L of the winning trades.',
  avg_loss: 'Mean P&L of the losing trades.',
  payoff: 'Average win divided by the size of the average loss.',
  profit_factor: 'Sum of the wins divided by the size of the sum of the losses.',
  expectancy: 'Mean P&L of a trade.',
  best: 'The highest P&L of a single trade.',
  worst: 'The lowest P&L of a single trade.',
  max_drawdown:
    'The deepest fall of the cumulative P&L, by exit time and from zero, below its highest point so far; in money.',
  max_win_streak: 'The longest run of wins by exit time; a break-even ends it.',
  max_loss_streak: 'The longest run of losses by exit time; a break-even ends it.',
  current_streak: 'Wins in a row up to the newest trade, or losses as a negative number.',
  avg_holding_seconds: 'Mean time from first entry to last exit, in seconds.',
  quantity: 'Shares, contracts or units opened, added up.',
};
