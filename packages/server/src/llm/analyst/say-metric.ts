/** One metric of one row as a sentence that answers. */
import type { Metric, TradeRow } from '@tradistry/protocol';
import type { Piece } from './compose.ts';
import { type Asked, show, showCount, showStreak } from './figure-desk.ts';
import { UNIT_NAMES } from './say-filters.ts';
import { WORDING } from './write-figure.ts';

/** A row, where it comes from, and the words for which trades it is about: " on NVDA this month". */
export interface Said extends Asked {
  readonly row: TradeRow;
  readonly scope: string;
}

/** A sentence with the figure in bold, ending with its full stop. */
export function sayMetric(metric: Metric, said: Said): Piece {
  const special = SPECIAL[metric];
  if (said.row.metrics[metric] === null) return sayMissing(metric, said);
  return special ? special(said) : plain(metric, said);
}

function plain(metric: Metric, said: Said): Piece {
  const kind = WORDING[metric].kind === 'money' ? `${basis(said)} ` : '';
  return [`Your ${kind}${WORDING[metric].name}${said.scope} is `, bold(said, metric), ', over ', howMany(said), '.'];
}

function sayMissing(metric: Metric, { row, scope }: Said): Piece {
  return [
    `Your ${WORDING[metric].name}${scope} is not defined: ${(row.reasons[metric] ?? 'there is nothing to compute it from.').replace(/^T/, 't')}`,
  ];
}

const SPECIAL: Partial<Record<Metric, (said: Said) => Piece>> = {
  trades: (said) => [`You closed `, bold(said, 'trades'), ` ${units(said)}${said.scope}.`],
  wins: (said) => [bold(said, 'wins'), ` of `, howMany(said), `${said.scope} ended with a profit.`],
  losses: (said) => [bold(said, 'losses'), ` of `, howMany(said), `${said.scope} ended with a loss.`],
  break_evens: (said) => [bold(said, 'break_evens'), ` of `, howMany(said), `${said.scope} broke even.`],
  win_rate: (said) => [
    `Your win rate${said.scope} is `,
    bold(said, 'win_rate'),
    ': ',
    tally(said),
    ' in ',
    howMany(said),
    `, ${basis(said)}.`,
  ],
  gross_pnl: (said) => [
    `Your gross P&L${said.scope}, before commissions and fees, is `,
    bold(said, 'gross_pnl'),
    ', over ',
    howMany(said),
    '.',
  ],
  fees: (said) => [`You paid `, bold(said, 'fees'), ` in commissions and fees${said.scope}, on `, howMany(said), '.'],
  expectancy: (said) => [
    `Your expectancy${said.scope} is `,
    bold(said, 'expectancy'),
    ` a ${UNIT_NAMES[said.result.unit][0]}, ${basis(said)}, over `,
    howMany(said),
    '.',
  ],
  profit_factor: (said) => [
    `Your profit factor${said.scope} is `,
    bold(said, 'profit_factor'),
    `, ${basis(said)}, over `,
    howMany(said),
    '.',
  ],
  payoff: (said) => [
    `Your payoff ratio${said.scope} is `,
    bold(said, 'payoff'),
    `: the average win against the average loss, ${basis(said)}, over `,
    howMany(said),
    '.',
  ],
  best: (said) => [
    `Your best ${UNIT_NAMES[said.result.unit][0]}${said.scope} made `,
    bold(said, 'best'),
    ` ${basis(said)}, of `,
    howMany(said),
    '.',
  ],
  worst: (said) => [
    `Your worst ${UNIT_NAMES[said.result.unit][0]}${said.scope} came to `,
    bold(said, 'worst'),
    ` ${basis(said)}, of `,
    howMany(said),
    '.',
  ],
  max_drawdown: (said) => [
    `Your deepest drawdown${said.scope} is `,
    bold(said, 'max_drawdown'),
    `, from peak to trough of the cumulative ${basis(said)} P&L over `,
    howMany(said),
    '.',
  ],
  current_streak: sayCurrentStreak,
  max_win_streak: (said) => [
    `Your longest winning streak${said.scope} is `,
    bold(said, 'max_win_streak'),
    ' in a row, in ',
    howMany(said),
    '.',
  ],
  max_loss_streak: (said) => [
    `Your longest losing streak${said.scope} is `,
    bold(said, 'max_loss_streak'),
    ' in a row, in ',
    howMany(said),
    '.',
  ],
  avg_holding_seconds: (said) => [
    `You hold a ${UNIT_NAMES[said.result.unit][0]}${said.scope} for `,
    bold(said, 'avg_holding_seconds'),
    ' on average, over ',
    howMany(said),
    '.',
  ],
  quantity: (said) => [
    `You traded `,
    bold(said, 'quantity'),
    ` units (shares or contracts)${said.scope}, in `,
    howMany(said),
    '.',
  ],
};

function sayCurrentStreak(said: Said): Piece {
  const streak = Number(said.row.metrics['current_streak']);
  if (streak === 0) return [`You are on no streak${said.scope}: the newest of `, howMany(said), ' broke even.'];
  const kind = streak > 0 ? ['winning', 'win'] : ['losing', 'loss'];
  const many = Math.abs(streak) === 1 ? kind[1] : { win: 'wins', loss: 'losses' }[kind[1] ?? ''];
  return [
    `You are on a ${kind[0]} streak${said.scope}: **`,
    showStreak(said.row, said.query),
    `** ${many} in a row, at the end of `,
    howMany(said),
    '.',
  ];
}

/** "24 wins, 15 losses and 2 break-evens"; the query must have asked for the three. */
export function tally({ row, query }: Pick<Said, 'row' | 'query'>): Piece {
  const named = (metric: 'wins' | 'losses' | 'break_evens', one: string, many: string): Piece => [
    show(row, metric, query),
    Number(row.metrics[metric]) === 1 ? ` ${one}` : ` ${many}`,
  ];
  return [
    named('wins', 'win', 'wins'),
    ', ',
    named('losses', 'loss', 'losses'),
    ' and ',
    named('break_evens', 'break-even', 'break-evens'),
  ];
}

/** "41 trades". */
export function howMany({ row, query, result }: Pick<Said, 'row' | 'query' | 'result'>): Piece {
  const [one, many] = UNIT_NAMES[result.unit];
  return [showCount(row, query), ` ${row.n === 1 ? one : many}`];
}

function units({ row, result }: Said): string {
  return UNIT_NAMES[result.unit][row.n === 1 ? 0 : 1];
}

function basis({ result }: Said): string {
  return result.fee_basis;
}

function bold(said: Said, metric: Metric): Piece {
  return ['**', show(said.row, metric, said.query), '**'];
}
