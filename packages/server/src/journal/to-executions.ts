/** Executions as programs send them to executions as the journal knows them, every fault of the body named at once. */
import {
  type Execution,
  type Instrument,
  optionInstrument,
  plainInstrument,
  pointValueOf,
  rootOf,
} from '@tradistry/journal';
import type { Fault, NewExecution } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';

/** Refuses with the path of each execution that cannot be understood as it is. */
export function toExecutions(given: readonly NewExecution[]): Execution[] {
  const faults = given.flatMap((one, index) =>
    faultsOf(one).map(({ path, message }) => ({ path: `executions.${index}.${path}`, message })),
  );
  if (faults.length > 0) throw refusal(faults);
  return given.map(toExecution);
}

function refusal(errors: Fault[]): Refusal {
  const said = errors.slice(0, 5).map(({ path, message }) => `${path} ${message}`);
  return new Refusal('invalid_request', `${said.join('; ')}. Nothing was stored.`, { errors: errors.slice(0, 1000) });
}

function faultsOf(one: NewExecution): Fault[] {
  if (one.asset_class === 'option') {
    const needed = ['expiry', 'strike', 'right'] as const;
    return needed
      .filter((field) => one[field] === undefined)
      .map((path) => ({ path, message: 'is needed for an option' }));
  }
  if (one.asset_class !== 'future' || multiplierOf(one) !== undefined) return [];
  return [{ path: 'multiplier', message: `is needed: the point value of ${one.symbol} is not known here` }];
}

function multiplierOf(one: NewExecution): string | undefined {
  if (one.multiplier !== undefined || one.asset_class !== 'future') return one.multiplier;
  return pointValueOf(rootOf(one.symbol) ?? one.symbol) ?? undefined;
}

function toExecution(one: NewExecution, ordinal: number): Execution {
  return {
    row: 0,
    ordinal,
    externalId: one.external_id,
    dedupeKey: `api:${one.external_id}`,
    orderId: one.order_id ?? null,
    time: new Date(one.time).toISOString(),
    instrument: toInstrument(one),
    kind: 'fill',
    side: one.side,
    effect: 'auto',
    quantity: one.quantity,
    price: one.price,
    fees: one.fees,
    carryKey: null,
  };
}

function toInstrument(one: NewExecution): Instrument {
  const multiplier = multiplierOf(one);
  const terms = { currency: one.currency, ...(multiplier !== undefined && { multiplier }) };
  const { asset_class, symbol, expiry, strike, right } = one;
  if (asset_class === 'option' && expiry && strike && right) {
    const underlying = one.underlying ?? symbol;
    return optionInstrument({ ...terms, root: underlying, underlying, expiry, strike: plain(strike), right });
  }
  const underlying = one.underlying ?? (asset_class === 'future' ? rootOf(symbol) : null) ?? symbol;
  // Options with a part missing were refused before.
  const plainClass = asset_class as Exclude<typeof asset_class, 'option'>;
  return plainInstrument(plainClass, symbol, { ...terms, underlying, expiry: expiry ?? null });
}

/** `18.50` and `18.5` are one strike. */
function plain(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
