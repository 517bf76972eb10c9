/** Questions about the demo journal, each with the query whose figure is the right answer, and some that have none. */
import type { TradeQueryInput } from '@tradistry/protocol';

export interface EvalQuestion {
  readonly question: string;
  /** The figure is the metric of its first row; `null`: nothing in the journal answers this, and it is right to say so. */
  readonly query: { readonly metric: string; readonly more?: Partial<TradeQueryInput> } | null;
}

const figure = (question: string, metric: string, more: Partial<TradeQueryInput> = {}): EvalQuestion => ({
  question,
  query: { metric, more },
});
const side = (value: 'long' | 'short'): Partial<TradeQueryInput> => ({ filters: { sides: [value] } });

export const QUESTIONS: readonly EvalQuestion[] = [
  figure('What is my net P&L over all time?', 'pnl'),
  figure('How many closed trades do I have in all?', 'trades'),
  figure('What is my win rate over all time?', 'win_rate'),
  figure('What is my profit factor?', 'profit_factor'),
  figure('What is my expectancy per trade?', 'expectancy'),
  figure('How much have I paid in fees in total?', 'fees'),
  figure('What was my largest drawdown?', 'max_drawdown'),
  figure('How many of my trades broke even?', 'break_evens'),
  figure('How much did I make on average on a winning trade?', 'avg_win'),
  figure('How much did I lose on average on a losing trade?', 'avg_loss'),
  figure('What was my best trade?', 'best'),
  figure('What was my worst trade?', 'worst'),
  figure('What is my longest losing streak?', 'max_loss_streak'),
  figure('What is my longest winning streak?', 'max_win_streak'),
  figure('What did I make on long trades?', 'pnl', side('long')),
  figure('What did I make on short trades?', 'pnl', side('short')),
  figure('What is my win rate on short trades?', 'win_rate', side('short')),
  figure('What is my gross P&L?', 'gross_pnl'),
  { question: 'What is my Sharpe ratio against the S&P 500?', query: null },
  { question: 'How did my neighbour trade last week?', query: null },
  { question: 'What will Apple close at tomorrow?', query: null },
];
