/** Asks the engine for an answer's figures, keeps all it asked for, and shows values bound to their query. */
import type { Metric, TradeQuery as Query, TradeQueryInput, TradeResult, TradeRow } from '@tradistry/protocol';
import { TradeQuery } from '@tradistry/protocol';
import type { AnswerFigure, Asker } from '../../chat/analyst-ports.ts';
import type { TradeEngine } from '../../journal/trade-ports.ts';
import type { Piece, Shown } from './compose.ts';
import type { Reading } from './reading.ts';
import type { Clock } from './say-filters.ts';
import { unitOf, writeMetric } from './write-figure.ts';

/** A result with the query that made it. */
export interface Asked {
  readonly query: Query;
  readonly result: TradeResult;
}

/** One answer's engine. */
export interface FigureDesk {
  readonly clock: Clock;
  readonly timeZone: string;
  readonly figures: readonly AnswerFigure[];
  /** `title` is for people; what is asked for at once comes in the order in which it was asked. The reading's unit, basis and end of trade are filled in, else the asker's settings. */
  ask(title: string, query: TradeQueryInput): Promise<Asked>;
}

/** Opens a desk for one reading. */
export function openDesk(engine: TradeEngine, asker: Asker, of: { reading: Reading; today: string }): FigureDesk {
  const figures: AnswerFigure[] = [];
  const { reading, today } = of;
  let asked = 0;
  return {
    clock: { today, currency: asker.settings.currency },
    timeZone: asker.settings.time_zone,
    figures,
    async ask(title, input) {
      const query = TradeQuery.parse({
        unit: reading.unit ?? asker.settings.unit,
        fee_basis: reading.feeBasis ?? asker.settings.fee_basis,
        time_zone: asker.settings.time_zone,
        time_of: reading.timeOf ?? 'exit',
        ...input,
      });
      const place = asked++;
      const result = await engine.query(asker.userId, query);
      figures[place] = { title, query, result };
      return { query, result };
    },
  };
}

/** A row's metric as a figure; a dash where it is not defined. */
export function show(row: TradeRow, metric: Metric, query: Query): Piece {
  const value = row.metrics[metric];
  if (value === undefined || value === null) return '–';
  return shown(writeMetric(metric, value, row.currency), {
    value: String(value),
    unit: unitOf(metric, row.currency),
    query,
    row,
  });
}

/** The current streak without its sign: the words beside it say what it is of. */
export function showStreak(row: TradeRow, query: Query): Piece {
  const value = String(row.metrics['current_streak'] ?? 0);
  return shown(value.replace('-', ''), { value, unit: 'count', query, row });
}

/** How many units a row is made of. */
export function showCount(row: TradeRow, query: Query): Shown {
  return shown(row.n.toLocaleString('en-US'), { value: String(row.n), unit: 'count', query, row });
}

/** The low and high end of a metric's interval; null where it has none. */
export function showInterval(row: TradeRow, metric: Metric, query: Query): Piece | null {
  const interval = row.intervals[metric];
  if (!interval) return null;
  const [low, high] = interval.map((value) =>
    shown(writeMetric(metric, value, row.currency), { value, unit: unitOf(metric, row.currency), query, row }),
  );
  return low && high ? [low, ' to ', high] : null;
}

function shown(text: string, of: { value: string; unit: string; query: Query; row: TradeRow }): Shown {
  return { text, value: of.value, unit: of.unit, source: { query: { ...of.query }, trade_ids: of.row.trade_ids } };
}
