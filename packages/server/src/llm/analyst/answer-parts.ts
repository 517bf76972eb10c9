/** What every way of answering is given, and what it gives back. */
import type { Source } from '@tradistry/protocol';
import type { Asker } from '../../chat/analyst-ports.ts';
import type { NoteFinder } from '../../journal/note-ports.ts';
import type { JournalNames, TradeReader } from '../../journal/trade-ports.ts';
import type { Piece } from './compose.ts';
import type { FigureDesk } from './figure-desk.ts';
import type { Reading } from './reading.ts';

/** One question on the analyst's desk. */
export interface Work {
  readonly asker: Asker;
  readonly question: string;
  readonly reading: Reading;
  readonly names: JournalNames;
  readonly desk: FigureDesk;
  readonly notes: NoteFinder;
  readonly trades: TradeReader;
}

/** An answer before it is put together. */
export interface Draft {
  readonly understood: boolean;
  readonly pieces: readonly Piece[];
  readonly sources: readonly Source[];
}

/** An answer without sources. */
export function answered(...pieces: readonly Piece[]): Draft {
  return { understood: true, pieces, sources: [] };
}
