/** The tool that lists single trades, newest first. */
import { type Trade, TradeFilters, TradeUnit } from '@tradistry/protocol';
import { z } from 'zod';
import { clockOf, MAX_ROWS, sayMany, UNIT_WORDS } from './say-tool.ts';
import { defineTool } from './tool.ts';

export const listTrades = defineTool({
  name: 'list_trades',
  description: 'Single closed trades, newest exit first. For sums, rates and averages use query_trades instead.',
  doing: 'Looking up single trades',
  schema: z
    .object({
      filters: TradeFilters.default({}),
      unit: TradeUnit.optional(),
      limit: z.int().min(1).max(MAX_ROWS).default(20),
    })
    .strict(),
  async run({ trades }, { userId, settings }, args) {
    const unit = args.unit ?? settings.unit;
    const found = await trades.listTrades(userId, { filters: args.filters, unit, limit: args.limit });
    const at = clockOf(settings.time_zone);
    const more = found.length === args.limit ? ' There may be more: narrow the filters or raise the limit.' : '';
    return {
      summary: `${sayMany(found.length, 'trade')}, newest first`,
      basis: `Unit: ${UNIT_WORDS[unit]}. net is after fees, gross before them. Times are in ${settings.time_zone}; filters are by exit time. n ${found.length}.${more}`,
      rows:
        found.length === 0
          ? ['no closed trades match']
          : [
              'exit | side | quantity | symbol | entry | entry price | exit price | net | gross | fees | currency | account | setup | tags',
              ...found.map((trade) => rowOf(trade, at)),
            ],
    };
  },
});

function rowOf(trade: Trade, at: (instant: string) => string): string {
  const { side, quantity, symbol, entry_price, exit_price, net_pnl, gross_pnl, fees, currency } = trade;
  return [
    trade.exit_time ? at(trade.exit_time) : '-',
    ...[side, quantity, symbol, at(trade.entry_time), entry_price, exit_price ?? '-'],
    ...[net_pnl, gross_pnl, fees, currency, trade.account, trade.setup ?? '-', trade.tags.join(' ') || '-'],
  ].join(' | ');
}
