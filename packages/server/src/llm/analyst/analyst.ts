/** The offline analyst: a question to a reading, the reading to queries, their results to text. No language model. */
import { TradeQuery } from '@tradistry/protocol';
import type { Analyst, Asker } from '../../chat/analyst-ports.ts';
import type { NoteFinder } from '../../journal/note-ports.ts';
import type { NameReader, TradeEngine, TradeReader } from '../../journal/trade-ports.ts';
import type { Draft, Work } from './answer-parts.ts';
import { createDayIn } from './calendar.ts';
import { compose } from './compose.ts';
import { openDesk } from './figure-desk.ts';
import { readQuestion } from './read-question.ts';
import type { Intent } from './reading.ts';
import { sayDoubt } from './say-doubt.ts';
import { sayFigures } from './say-figures.ts';
import { sayEmpty, sayHelp, sayNoAdvice, sayNotUnderstood } from './say-help.ts';
import { sayNotes } from './say-notes.ts';
import { sayOverview } from './say-overview.ts';
import { sayPositions, sayTrades } from './say-trades.ts';
import { sayWeakSpots } from './say-weak-spots.ts';
import { sayWhy } from './say-why.ts';

interface Options {
  readonly engine: TradeEngine;
  readonly notes: NoteFinder;
  readonly trades: TradeReader;
  readonly names: NameReader;
  /** Ends answers with the line that no language model is configured. */
  readonly explainNoModel?: boolean;
}

/** Makes the analyst. It only throws what its ports throw. */
export function createAnalyst(options: Options): Analyst {
  const { engine, notes, trades } = options;
  const dayIn = createDayIn();
  return {
    async answer(asker, question, previous) {
      const names = await options.names.readNames(asker.userId);
      const today = dayIn(asker.settings.time_zone, asker.now);
      const reading = readQuestion(question, { names, today }, previous);
      const desk = openDesk(engine, asker, { reading, today });
      const draft = await say({ asker, question, reading, names, desk, notes, trades });
      const closing = options.explainNoModel ? [`\n\n${explain(await countClosed(engine, asker))}`] : [];
      return {
        understood: draft.understood,
        figures: desk.figures,
        sources: draft.sources,
        ...compose([...draft.pieces, ...closing]),
      };
    },
  };
}

const ANSWERS: Record<Intent, (work: Work) => Draft | Promise<Draft>> = {
  figures: sayFigures,
  overview: sayOverview,
  why: sayWhy,
  weak_spots: sayWeakSpots,
  positions: sayPositions,
  trades: sayTrades,
  notes: sayNotes,
  advice: sayNoAdvice,
  help: sayHelp,
  unknown: sayNotUnderstood,
};

const NEEDS_TRADES: readonly Intent[] = ['figures', 'overview', 'why', 'weak_spots', 'positions', 'trades'];

function say(work: Work): Draft | Promise<Draft> {
  const { names, reading } = work;
  if (!names.hasTrades && NEEDS_TRADES.includes(reading.intent)) return sayEmpty();
  return reading.doubt ? sayDoubt(work, reading.doubt) : ANSWERS[reading.intent](work);
}

async function countClosed(engine: TradeEngine, { userId }: Asker): Promise<number> {
  const { n } = await engine.query(userId, TradeQuery.parse({ metrics: ['trades'], unit: 'trade' }));
  return n;
}

function explain(closedTrades: number): string {
  const from = closedTrades === 0 ? 'your journal' : `your ${closedTrades.toLocaleString('en-US')} closed trades`;
  return `*No language model is configured: this answer was computed from ${from}.*`;
}
