/** What an answer is made from, gathered all at once: history, the trading context, the figures and notes the question calls for. */

import { type Settings, type Source, TradeQuery } from '@tradistry/protocol';
import type { ChatDeps } from './deps.ts';
import type { AnalystAnswer, ChatPromptInput, HistoryMessage, PromptNote } from './ports.ts';
import type { ContextParts } from './trim-context.ts';
import type { Turn } from './turn.ts';

const LAST_TRADES = 10;
const RECENT_DAYS = 30;
const HEADLINES = [
  'pnl',
  'trades',
  'win_rate',
  'break_evens',
  'profit_factor',
  'expectancy',
  'max_drawdown',
  'fees',
] as const;

/** What models are told, and what the analyst makes of the same question. */
export interface AnswerContext {
  /** Those to ask, the first choice first: asked for, preferred by the user, by the prompt, then the list. */
  readonly models: readonly string[];
  /** What a prompt is made of, fitted to each model when it is asked; `null`: no model is configured. */
  readonly parts: ContextParts | null;
  /** What `[n]` may refer to in a model's answer. */
  readonly sources: readonly Source[];
  readonly analysis: AnalystAnswer;
}

type TradingContext = Pick<ChatPromptInput, 'allTime' | 'recent' | 'positions' | 'lastTrades' | 'notes'>;

/** Reads all of it for one turn. Without a model only the analyst's answer is of use, and nothing else is read. */
export async function buildContext(deps: ChatDeps, turn: Turn): Promise<AnswerContext> {
  const { userId, request, started } = turn;
  const now = deps.today();
  const reading = deps.settings.getSettings(userId);
  const loading = deps.turns.loadHistory(userId, started.questionId, request.context_limit);
  const analysing = Promise.all([reading, loading]).then(([settings, history]) =>
    deps.analyst.answer({ userId, now, settings }, request.message, questionsOf(history)),
  );
  const [settings, history, analysis, trading] = await Promise.all([
    reading,
    loading,
    analysing,
    deps.model ? loadTradingContext(deps, turn, reading) : null,
  ]);
  return {
    models: orderModels(deps, [request.model, settings.model, deps.prompts.preferredModel(turn.prompt)]),
    parts: trading && {
      prompt: { ...trading, now, settings, figures: analysis.figures },
      history,
      question: request.message,
    },
    sources: trading?.notes.map(toSource) ?? analysis.sources,
    analysis,
  };
}

function questionsOf(history: readonly HistoryMessage[]): string[] {
  return history.filter(({ role }) => role === 'user').map(({ content }) => content);
}

async function loadTradingContext(deps: ChatDeps, turn: Turn, reading: Promise<Settings>): Promise<TradingContext> {
  const { userId, request } = turn;
  const since = new Date(deps.today().getTime() - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10);
  const headline = (period: { from?: string }) =>
    deps.engine.query(userId, TradeQuery.parse({ metrics: [...HEADLINES], filters: { period } }));
  const [allTime, recent, positions, lastTrades, notes] = await Promise.all([
    headline({}),
    headline({ from: since }),
    deps.trades.listPositions(userId),
    reading.then(({ unit }) => deps.trades.listTrades(userId, { filters: {}, unit, limit: LAST_TRADES })),
    request.context_limit === 0
      ? []
      : turn.trace.step('retrieval', () =>
          deps.notes.findNotes(userId, {
            words: request.message,
            symbols: [],
            from: null,
            to: null,
            limit: request.context_limit,
          }),
        ),
  ]);
  return { allTime, recent, positions, lastTrades, notes: notes.map((note, index) => ({ ...note, n: index + 1 })) };
}

/** Each once. */
function orderModels(deps: ChatDeps, wished: readonly (string | null | undefined)[]): string[] {
  const known = deps.models.map(({ id }) => id);
  const chosen = wished.filter((id) => id != null && known.includes(id));
  return [...new Set([...chosen, ...known])].filter((id) => id != null);
}

function toSource(note: PromptNote): Source {
  return { n: note.n, kind: 'note', id: note.id, title: note.text.slice(0, 80).toWellFormed(), date: note.date };
}
