/** A note, trade, playbook or message as the pieces that are kept of it. */
import { cutText } from './cut-text.ts';
import { describeTrade } from './describe-trade.ts';
import type { CutThing, SpokenTrade, Thing } from './passage-ports.ts';
import { firstSymbolOf } from './terms/instruments.ts';
import { subjectsOf, termsIn } from './terms/trading-terms.ts';

/** Much longer texts are pasted ones; their beginning tells what they are. */
const MOST_PIECES = 60;
/** Symbols as people write them: of a future's month or an option's chain, what it goes back to counts as well. */
const MOST_SYMBOLS = 50;

export function cutThing(thing: Thing | SpokenTrade): CutThing {
  return 'side' in thing ? cutTrade(thing) : cut(thing);
}

function cutTrade(trade: SpokenTrade): CutThing {
  const { kind, id, date, tags } = trade;
  const symbols = [...new Set([trade.symbol, trade.underlying])];
  return cut({ kind, id, date, tags, symbols, sessionId: null, text: describeTrade(trade) });
}

function cut({ text, ...thing }: Thing): CutThing {
  const symbols = thing.symbols.slice(0, MOST_SYMBOLS).map((symbol) => symbol.toUpperCase());
  const ofAll = [...symbols.map(symbolMark), ...thing.tags.flatMap((tag) => termsIn(tag).map(termMark))];
  const pieces = cutText(text).slice(0, MOST_PIECES);
  return {
    ...thing,
    symbols,
    pieces: pieces.map((piece) => ({ text: piece, marks: [...new Set([...ofAll, ...marksOf(piece)])] })),
  };
}

function marksOf(piece: string): string[] {
  const { instruments, terms } = subjectsOf(piece);
  return [...instruments.map(symbolMark), ...terms.map(termMark)];
}

/** How a passage's words tell that it is about a symbol, or another that follows the same. */
export function symbolMark(symbol: string): string {
  return `$${firstSymbolOf(symbol)}`;
}

/** How a passage's words tell that it speaks of one of the traders' terms. */
export function termMark(id: string): string {
  return `~${id}`;
}
