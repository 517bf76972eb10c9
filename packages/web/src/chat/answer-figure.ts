/** Reads the figures that are stored with an answer: a title, the query and its result. */
import type { TradeQuery, TradeResult } from '@tradistry/protocol';

export interface AnswerFigure {
  readonly title: string;
  readonly query: TradeQuery;
  readonly result: TradeResult;
}

/** The figures of a message that have the shape this page draws; what an older version stored otherwise is left out. */
export function readFigures(figures: readonly Record<string, unknown>[]): AnswerFigure[] {
  return figures.flatMap(({ title, query, result }) =>
    typeof title === 'string' && isObject(query) && isObject(result) && Array.isArray(result['rows'])
      ? // The server stores the engine's query and result as they are.
        [{ title, query: query as TradeQuery, result: result as unknown as TradeResult }]
      : [],
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
