/** The README.txt of an archive: what is in it, as of when, and how to read it. */
import type { Settings } from '@tradistry/protocol';
import type { ExportFile } from './ports.ts';

export function describeArchive(files: readonly ExportFile[], of: { settings: Settings; made: Date }): string {
  const { time_zone, currency, fee_basis, unit, matching } = of.settings;
  const width = Math.max(...files.map(({ name }) => name.length));
  const lines = files.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Tradistry Chat: everything you have there.

As of ${of.made.toISOString()}. It is read piece by piece: what you changed while the archive was being made may be in it
or not. A file without a line in it means that there is nothing of its kind.

${lines.join('\n')}

How to read it

- .jsonl files hold one JSON object a line, .csv files a header and one row a line, both in UTF-8.
- Times are ISO 8601 in UTC; a "day" or "date" is a calendar day. Your figures are shown in ${time_zone}.
- Money, prices and quantities are exact decimals; money is in the currency beside it. Fees are a cost: a positive fee
  lowers the P&L. P&L of a trade is quantity x price difference x multiplier (gross_pnl), less fees (net_pnl).
- Your settings: ${currency}, ${fee_basis} P&L, counted by ${unit}, matched by ${matching === 'fifo' ? 'FIFO' : 'average cost'}.
- In .csv files a text that begins like a spreadsheet's formula has an apostrophe in front.
- The files in executions/ can be imported again, one by one: each into an account of its name, unless you name another.
  What is there already is not added twice. Trades are matched anew from them.
`;
}
