/** The figures of a prompt, as far as they are there in time: adding up a very large journal takes longer than an answer may wait. */
import { TradeQuery } from '@tradistry/protocol';
import type { AnalystAnswer } from './analyst-ports.ts';
import type { ChatDeps } from './deps.ts';
import type { ChatPromptInput } from './prompt-input-ports.ts';
import type { Turn } from './turn.ts';

/** So long the figures of a journal of many trades are waited for, and until all else is there; those of fewer to their end. */
const WAIT_MS = 60;
const RECENT_DAYS = 30;
const HEADLINES = TradeQuery.parse({
  metrics: ['pnl', 'trades', 'win_rate', 'break_evens', 'profit_factor', 'expectancy', 'max_drawdown', 'fees'],
});

type Figures = Pick<ChatPromptInput, 'allTime' | 'recent' | 'figures'>;
/** Each as it comes. */
type Asked = { readonly [Name in keyof Figures]: Promise<NonNullable<Figures[Name]>> };

/** `analysing`: what the analyst makes of the question, whose figures are wanted as well. */
export function askForFigures(deps: ChatDeps, userId: string, analysing: Promise<AnalystAnswer>): Asked {
  const since = new Date(deps.today().getTime() - RECENT_DAYS * 86_400_000).toISOString().slice(0, 10);
  const headline = (period: { from?: string }) => deps.engine.query(userId, { ...HEADLINES, filters: { period } });
  return {
    allTime: headline({}),
    recent: headline({ from: since }),
    figures: analysing.then(({ figures }) => figures),
  };
}

/** What is not there in time is `null`; it is computed to its end and kept, for whoever asks next. */
export async function inTime(
  deps: ChatDeps,
  turn: Turn,
  of: { rest: Promise<unknown>; figures: Asked },
): Promise<Figures> {
  const late = whenLate(deps, turn, of.rest);
  const [allTime, recent, figures] = await Promise.all([
    Promise.race([of.figures.allTime, late]),
    Promise.race([of.figures.recent, late]),
    Promise.race([of.figures.figures, late]),
  ]);
  return { allTime, recent, figures };
}

async function whenLate({ names, wait }: ChatDeps, turn: Turn, rest: Promise<unknown>): Promise<null> {
  const { hasManyTrades } = await names.readNames(turn.userId);
  if (!hasManyTrades) return Promise.withResolvers<never>().promise;
  await Promise.all([rest, wait(WAIT_MS, turn.abort.signal)]);
  return null;
}
