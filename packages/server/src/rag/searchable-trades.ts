/** Trades that are found by what is said about them, at once after it was said. */
import type { TradeStore } from '../journal/trade-ports.ts';
import type { PassageKeeper } from './passage-keeper.ts';

interface Parts {
  readonly trades: TradeStore;
  readonly keeper: Pick<PassageKeeper, 'keep'>;
}

/** A `TradeStore` around another one. */
export function createSearchableTrades({ trades, keeper }: Parts): TradeStore {
  return {
    ...trades,
    async patchTrade(userId, id, patch) {
      const patched = await trades.patchTrade(userId, id, patch);
      if (patched) await keeper.keep(userId, [{ kind: 'trade', id }]);
      return patched;
    },
  };
}
