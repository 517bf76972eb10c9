/** The tool that reads what is open now. */
import { z } from 'zod';
import { clockOf, MAX_ROWS, sayMany } from './say-tool.ts';
import { defineTool } from './tool.ts';

export const getPositions = defineTool({
  name: 'get_positions',
  description: 'What is open now, over all accounts. There are no market prices: no open profit or loss is known.',
  doing: 'Looking up your open positions',
  schema: z.object({}).strict(),
  async run({ trades }, { userId, settings }) {
    const all = await trades.listPositions(userId);
    const at = clockOf(settings.time_zone);
    const rows = all
      .slice(0, MAX_ROWS)
      .map(({ side, quantity, symbol, average_price, cost, currency, opened_at, account }) =>
        [side, quantity, symbol, average_price, cost, currency, at(opened_at), account].join(' | '),
      );
    const left = all.length > rows.length ? ` Only the first ${rows.length} are given.` : '';
    return {
      summary: sayMany(all.length, 'open position'),
      basis: `Open positions by account and symbol; cost is before fees; opened in ${settings.time_zone} time. n ${all.length}.${left}`,
      rows:
        rows.length === 0
          ? ['nothing is open']
          : ['side | quantity | symbol | average price | cost | currency | opened | account', ...rows],
    };
  },
});
