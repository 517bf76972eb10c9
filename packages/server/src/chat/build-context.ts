/** What an answer is made from, gathered all at once: history, the trading context, the figures and notes the question calls for. */

import type { Settings, Source } from '@tradistry/protocol';
import type { Degraded, FoundPassage } from '../rag/ports.ts';
import type { AnalystAnswer } from './analyst-ports.ts';
import { numberSources } from './citations/cited-sources.ts';
import type { ChatDeps } from './deps.ts';
import { askForFigures, inTime } from './figures-in-time.ts';
import type { PromptNote } from './prompt-input-ports.ts';
import { WORTH_A_SUMMARY } from './summary/summarise-chat.ts';
import type { ContextParts } from './trim-context.ts';
import type { Turn } from './turn.ts';
import type { HistoryMessage } from './turn-store-ports.ts';

const LAST_TRADES = 10;
/** What tools find is numbered above. */
const MOST_PASSAGES = 50;
/** What models are told, and what the analyst makes of the same question. */
export interface AnswerContext {
  /** Those to ask, the first choice first: asked for, preferred by the user, by the prompt, then the list. */
  readonly models: readonly string[];
  /** What a prompt is made of, fitted to each model when it is asked; `null`: no model is configured. */
  readonly parts: ContextParts | null;
  /** What `[n]` may refer to in a model's answer. */
  readonly sources: readonly Source[];
  /** Why notes and earlier chats were searched by words alone; `null`: they were not. */
  readonly degraded: Degraded | null;
  /** The figures and the text that the ladder's last layers answer with; they wait for it, a model's prompt does not. */
  readonly analysing: Promise<AnalystAnswer>;
}

interface Recalled {
  readonly notes: readonly PromptNote[];
  readonly degraded: Degraded | null;
}

/** Reads all of it for one turn. Without a model only the analyst's answer is of use, and nothing else is read. */
export async function buildContext(deps: ChatDeps, turn: Turn): Promise<AnswerContext> {
  const { userId, request, started } = turn;
  const now = deps.today();
  const reading = deps.settings.getSettings(userId);
  const loading = deps.turns.loadHistory(userId, started.questionId, request.context_limit);
  const analysing = Promise.all([reading, loading]).then(([settings, history]) =>
    deps.analyst.answer({ userId, now, settings }, request.message, questionsOf(history.messages)),
  );
  if (!deps.model) return ofAnalyst(await analysing);
  const figures = askForFigures(deps, userId, analysing);
  const rest = Promise.all([reading, loading, recall(deps, turn), listTrades(deps, userId, reading)]);
  const [[settings, history, recalled, lists], figured] = await Promise.all([
    rest,
    inTime(deps, turn, { rest, figures }),
  ]);
  // The question that is being answered and its answer come on top.
  turn.progress.summaryDue = history.uncovered + 2 >= WORTH_A_SUMMARY;
  return {
    models: orderModels(deps, [request.model, settings.model, deps.prompts.preferredModel(turn.prompt)]),
    parts: {
      prompt: { ...figured, ...lists, notes: recalled.notes, now, settings, summary: history.summary },
      history: history.messages,
      question: request.message,
    },
    sources: withKept(turn, recalled.notes.map(toSource)),
    degraded: recalled.degraded,
    analysing,
  };
}

function ofAnalyst(analysis: AnalystAnswer): AnswerContext {
  return { models: [], parts: null, sources: analysis.sources, degraded: null, analysing: Promise.resolve(analysis) };
}

function questionsOf(history: readonly HistoryMessage[]): string[] {
  return history.filter(({ role }) => role === 'user').map(({ content }) => content);
}

async function listTrades({ trades }: ChatDeps, userId: string, reading: Promise<Settings>) {
  const [positions, lastTrades] = await Promise.all([
    trades.listPositions(userId),
    reading.then(({ unit }) => trades.listTrades(userId, { filters: {}, unit, limit: LAST_TRADES })),
  ]);
  return { positions, lastTrades };
}

/** What the trader wrote or was told that fits the question; this session's messages are in the history. */
async function recall({ retriever }: ChatDeps, turn: Turn): Promise<Recalled> {
  const { userId, request, started, trace } = turn;
  const wanted = { text: request.message, limit: request.context_limit, exceptSession: started.sessionId };
  const { passages, degraded } = await trace.step('retrieval', () => retriever.retrieve(userId, wanted));
  return { notes: numberNotes(turn, passages), degraded };
}

/** An answer that is gone on with keeps the numbers it cites by; what comes then may go beyond those that passages have. */
function numberNotes({ progress }: Turn, passages: readonly FoundPassage[]): PromptNote[] {
  const found = passages.map((passage) => ({ passage, kind: SOURCE_KINDS[passage.kind], id: passage.sourceId }));
  return numberSources(found, progress.citable)
    .filter(({ n }) => n <= MOST_PASSAGES)
    .map(({ n, passage: { sourceId, kind, title, date, symbols, text } }) => {
      return { n, id: sourceId, kind, title, date, symbols, text };
    });
}

function withKept({ progress }: Turn, found: readonly Source[]): Source[] {
  const numbers = new Set(found.map(({ n }) => n));
  return [...progress.citable.filter(({ n }) => !numbers.has(n)), ...found];
}

/** Each once. */
function orderModels(deps: ChatDeps, wished: readonly (string | null | undefined)[]): string[] {
  const known = deps.models.map(({ id }) => id);
  const chosen = wished.filter((id) => id != null && known.includes(id));
  return [...new Set([...chosen, ...known])].filter((id) => id != null);
}

const SOURCE_KINDS: Readonly<Record<PromptNote['kind'], Source['kind']>> = {
  ...{ note: 'note', trade: 'trade', playbook: 'playbook' },
  ...{ question: 'message', answer: 'message' },
};

function toSource({ n, kind, id, title, text, date }: PromptNote): Source {
  return { n, kind: SOURCE_KINDS[kind], id, title: (title || text).slice(0, 80).toWellFormed(), date };
}
