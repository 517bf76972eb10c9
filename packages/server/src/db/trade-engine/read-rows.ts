/** Rows of figures: from sums where the journal has them and they can tell, else from the trades. */
import type { Tx } from '../database.ts';
import { readJournalState } from '../journal-state.ts';
import { IDS_PER_ROW, MAX_SAMPLE, MIN_SAMPLE, type RawRow, type RowPlan, rowStatement } from './row-statement.ts';
import { settledStatement } from './settled-statement.ts';
import type { SummedRow, Wanted } from './sum-parts.ts';
import { planSums } from './sum-plan.ts';
import { summedStatement } from './summed-statement.ts';
import type { TradeScope } from './trade-filter.ts';

/** So many days are added up live beside sums; beyond that the trades alone are as fast. */
const MOST_CHANGED_DAYS = 100;

/** Both ways give the same rows. */
export async function readRows(tx: Tx, userId: string, plan: RowPlan): Promise<readonly RawRow[]> {
  return (await readSummed(tx, userId, plan)) ?? (await rowStatement(plan).execute(tx)).rows;
}

async function readSummed(tx: Tx, userId: string, plan: RowPlan): Promise<readonly RawRow[] | null> {
  const sums = planSums(plan);
  const changed = sums ? await countChanged(tx, userId, plan.scope) : null;
  if (!sums || changed === null) return null;
  const wanted = { ...plan, userId, sums };
  const rows =
    (changed === 0 ? await readSettled(tx, wanted) : null) ?? (await summedStatement(wanted).execute(tx)).rows;
  return rows.some((row) => row.mixed || isSampled(row, plan)) ? null : rows.map(toRaw);
}

/** `null`: something has changed since it was looked, or there are no rows that could tell. */
async function readSettled(tx: Tx, wanted: Wanted): Promise<readonly SummedRow[] | null> {
  const { rows } = await settledStatement(wanted).execute(tx);
  return rows.length > 0 && rows.every(({ settled }) => settled) ? rows : null;
}

// The interval of a small group's mean is drawn from its trades.
function isSampled({ n }: SummedRow, { metrics }: RowPlan): boolean {
  return metrics.has('expectancy') && n >= MIN_SAMPLE && n <= MAX_SAMPLE;
}

function toRaw({ newest, mixed: _mixed, settled: _settled, ...row }: SummedRow): RawRow {
  return { ...row, trade_ids: newest.split(',').slice(0, IDS_PER_ROW) };
}

/** Days of them that sums do not hold yet; `null`: there are no sums of this scope, or the trades are as fast. */
async function countChanged(tx: Tx, userId: string, { unit, feeBasis, timeZone }: TradeScope): Promise<number | null> {
  const { summed, changed } = await readJournalState(tx, userId);
  const fits = summed?.unit === unit && summed.fee_basis === feeBasis && summed.time_zone === timeZone;
  return fits && changed <= MOST_CHANGED_DAYS ? changed : null;
}
