/** Makes executions for tests. */
import { plainInstrument } from '../instruments.ts';
import type { Instrument, StoredExecution } from '../types.ts';

const START = Date.parse('2025-03-03T14:30:00Z');

export const ACME: Instrument = plainInstrument('stock', 'ACME', { currency: 'USD' });

/** A fill: `minute` after the start, and `id` unless given by that minute. */
export function execution(
  minute: number,
  facts: Pick<StoredExecution, 'side'> & Partial<StoredExecution> & { quantity: string; price: string },
): StoredExecution {
  const id = facts.id ?? `e${String(minute).padStart(5, '0')}`;
  return {
    id,
    row: minute + 2,
    ordinal: minute,
    externalId: null,
    dedupeKey: id,
    orderId: null,
    time: new Date(START + minute * 60_000).toISOString(),
    instrument: ACME,
    kind: 'fill',
    effect: 'auto',
    fees: '0',
    carryKey: null,
    ...facts,
  };
}

/** A text as the bytes of a file. */
export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Lines as the bytes of a file. */
export function fileOf(...lines: readonly string[]): Uint8Array {
  return bytesOf(lines.join('\n'));
}
