/** What the chat needs of the offline analyst: an answer without a language model, and the figures a question calls for. */
import type { FigureChunk, Settings, Source, TradeQuery, TradeResult } from '@tradistry/protocol';

/** Who asks, and when: what turns "last month" into dates. */
export interface Asker {
  readonly userId: string;
  readonly now: Date;
  readonly settings: Settings;
}

/** Figures the engine computed for an answer: shown beside it, stored with it, and given to the model as its facts. */
export interface AnswerFigure {
  /** For people, for example "Net P&L by weekday". */
  readonly title: string;
  readonly query: TradeQuery;
  readonly result: TradeResult;
}

/** An answer without a language model. */
export interface AnalystAnswer {
  /** False: the question was not understood, and `text` says what can be asked. */
  readonly understood: boolean;
  /** Markdown, with every figure from the engine. */
  readonly text: string;
  readonly figures: readonly AnswerFigure[];
  readonly sources: readonly Source[];
  /** Where in `text` each figure stands and what it was computed from. */
  readonly spans: readonly Omit<FigureChunk, 'type'>[];
}

/** Answers from the engine and the notes alone. Also used to find the figures that a question calls for. */
export interface Analyst {
  /** `previous`: the asker's earlier questions of the session, oldest first, for "and on Mondays?". */
  answer(asker: Asker, question: string, previous: readonly string[]): Promise<AnalystAnswer>;
}
