/** The command line of `reconcile`. */
import { parseArgs } from 'node:util';
import type { ParseOptions } from '../formats/parse-options.ts';
import type { Format } from '../types.ts';

const FORMATS: readonly Format[] = ['tradovate_performance', 'tastytrade', 'tradistry', 'generic'];

export const USAGE = `Usage: npm run reconcile -- FILE... [options]

Reads broker files and shows what became of every row, and our P&L beside the broker's.
Ends with 1 when a row could not be read or our P&L differs from a stated one, else with 0.

  --zone ZONE            time zone of times that carry none, for example Europe/Berlin (default: this machine's)
  --format FORMAT        ${FORMATS.join(', ')} (default: by the header)
  --map FIELD=COLUMN     generic CSV: which column holds what, for example --map symbol=Ticker; repeatable
  --point-value ROOT=N   money per point of a future that is not known, for example --point-value FDAX=25; repeatable
  --currency CODE        where the file does not say (default: USD)
  --method METHOD        fifo or average (default: fifo)
`;

export interface ReconcileArguments {
  readonly files: readonly string[];
  readonly options: ParseOptions;
  readonly zoneGiven: boolean;
  readonly method: 'fifo' | 'average';
}

/** Reads the arguments; a string is what is wrong with them, for people. */
export function reconcileArguments(args: readonly string[]): ReconcileArguments | string {
  try {
    return understood(args);
  } catch (error) {
    // `parseArgs` throws for options it does not know, and says which.
    return error instanceof Error ? error.message : String(error);
  }
}

function understood(args: readonly string[]): ReconcileArguments | string {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      zone: { type: 'string' },
      format: { type: 'string' },
      map: { type: 'string', multiple: true },
      'point-value': { type: 'string', multiple: true },
      currency: { type: 'string' },
      method: { type: 'string' },
    },
  });
  const format = FORMATS.find((name) => name === values.format);
  const { method = 'fifo' } = values;
  if (values.format !== undefined && !format)
    return `"${values.format}" is no format; there are ${FORMATS.join(', ')}.`;
  if (method !== 'fifo' && method !== 'average') return `"${method}" is no method; there are fifo and average.`;
  if (positionals.length === 0) return 'Name at least one file.';
  const mapping = { ...pairsOf(values.map), ...pairsOf(values['point-value'], 'multiplier.') };
  const options = {
    timeZone: values.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    mapping,
    ...(format && { format }),
    ...(values.currency !== undefined && { currency: values.currency.toUpperCase() }),
  };
  return { files: positionals, options, zoneGiven: values.zone !== undefined, method };
}

function pairsOf(entries: readonly string[] = [], prefix = ''): Record<string, string> {
  return Object.fromEntries(
    entries.map((entry) => {
      const at = entry.indexOf('=');
      return [prefix + entry.slice(0, Math.max(at, 0)), entry.slice(at + 1)];
    }),
  );
}
