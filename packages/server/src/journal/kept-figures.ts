/** Figures and names that were computed before, as long as the journal is what it was: a turn asks for the same ones again and again. */
import type { Position, Trade, TradeResult } from '@tradistry/protocol';
import type { JournalNames, JournalVersions, NameReader, TradeEngine, TradeReader } from './trade-ports.ts';

/** Up to some 80 KB each. */
const MOST_FIGURES = 600;
/** Up to 100 KB each. */
const MOST_NAMES = 300;
/** Results of more rows are asked for once. */
const MOST_ROWS = 250;

/** Keeps the last values by key; those that turn out too large, or fail, are not kept. */
function createKeeper<T>(most: number, isSmall: (value: T) => boolean) {
  const kept = new Map<string, { version: string; value: Promise<T> }>();
  return (key: string, version: string, compute: () => Promise<T>): Promise<T> => {
    const known = kept.get(key);
    kept.delete(key);
    if (known?.version === version) {
      kept.set(key, known);
      return known.value;
    }
    const value = compute();
    const entry = { version, value };
    kept.set(key, entry);
    const forget = () => {
      if (kept.get(key) === entry) kept.delete(key);
    };
    value.then((result) => isSmall(result) || forget(), forget);
    const [oldest] = kept.keys();
    if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    return value;
  };
}

/**
 * A value that is computed while the journal changes may be newer than its version, never older: the next question has another
 * version, and computes it again.
 */
export function keepFigures(engine: TradeEngine, versions: JournalVersions): TradeEngine {
  const keep = createKeeper<TradeResult>(
    MOST_FIGURES,
    ({ rows, compared = [] }) => rows.length + compared.length <= MOST_ROWS,
  );
  return {
    async query(userId, query) {
      const version = await versions.readVersion(userId);
      return keep(`${userId} ${JSON.stringify(query)}`, version, () => engine.query(userId, query));
    },
  };
}

/** The same for open positions and the trades a list begins with. */
export function keepLists<Store extends TradeReader>(trades: Store, versions: JournalVersions): Store {
  const keepPositions = createKeeper<Position[]>(MOST_FIGURES, ({ length }) => length <= MOST_ROWS);
  const keepTrades = createKeeper<Trade[]>(MOST_FIGURES, ({ length }) => length <= MOST_ROWS);
  return {
    ...trades,
    async listPositions(userId) {
      return keepPositions(userId, await versions.readVersion(userId), () => trades.listPositions(userId));
    },
    async listTrades(userId, search) {
      const version = await versions.readVersion(userId);
      return keepTrades(`${userId} ${JSON.stringify(search)}`, version, () => trades.listTrades(userId, search));
    },
  };
}

export function keepNames(names: NameReader, versions: JournalVersions): NameReader {
  const keep = createKeeper<JournalNames>(MOST_NAMES, () => true);
  return {
    async readNames(userId) {
      const version = await versions.readVersion(userId);
      return keep(userId, version, () => names.readNames(userId));
    },
  };
}
