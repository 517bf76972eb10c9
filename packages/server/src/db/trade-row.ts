/** A row of `trades` with its account and the user's words, and the `Trade` it is on the wire. */
import type { Trade } from '@tradistry/protocol';
import { sql } from 'kysely';

/** What `TRADE_COLUMNS` select. */
export type TradeRow = Omit<Trade, 'entry_time' | 'exit_time'> & { entry_time: Date; exit_time: Date | null };

// Tags and setups are put on trades: their pairs inherit them, and a strategy has those of its legs.
const OWNERS = sql`(SELECT t.id UNION SELECT t.parent_id WHERE t.unit = 'pair' AND t.parent_id IS NOT NULL
  UNION SELECT leg.id FROM trades leg WHERE t.unit = 'strategy' AND leg.user_id = t.user_id AND leg.parent_id = t.id AND leg.unit = 'trade')`;

/** For a statement over `trades t` and `accounts a`. */
export const TRADE_COLUMNS = sql`t.id, t.unit, t.account_id, a.name AS account, t.symbol, t.underlying, t.asset_class, t.side,
  t.status, t.quantity, t.entry_time, t.exit_time, t.entry_price, t.exit_price, t.multiplier, t.gross_pnl, t.fees, t.net_pnl,
  t.currency, extract(epoch FROM t.exit_time - t.entry_time)::float8 AS holding_seconds, a.demo,
  ARRAY(SELECT DISTINCT g.tag FROM trade_tags g WHERE g.user_id = t.user_id AND g.trade_id IN ${OWNERS} ORDER BY g.tag) AS tags,
  (SELECT min(d.setup) FROM trade_details d WHERE d.user_id = t.user_id AND d.trade_id IN ${OWNERS}) AS setup`;

export function toTrade(row: TradeRow): Trade {
  const { id, unit, account_id, account, symbol, underlying, asset_class, side, status, quantity } = row;
  const { entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency, holding_seconds } = row;
  return {
    ...{ id, unit, account_id, account, symbol, underlying, asset_class, side, status, quantity },
    ...{ entry_time: row.entry_time.toISOString(), exit_time: row.exit_time?.toISOString() ?? null },
    ...{ entry_price, exit_price, multiplier, gross_pnl, fees, net_pnl, currency, holding_seconds },
    ...{ tags: row.tags, setup: row.setup, demo: row.demo },
  };
}
