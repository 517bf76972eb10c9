/** Rows of figures: from sums where the journal has them and they can tell, else from the trades. */
import { sql } from 'kysely';
import type { Tx } from '../database.ts';
import { IDS_PER_ROW, MAX_SAMPLE, MIN_SAMPLE, type RawRow, type RowPlan, rowStatement } from './row-statement.ts';
import { planSums } from './sum-plan.ts';
import { type SummedRow, summedStatement } from './summed-statement.ts';
import type { TradeScope } from './trade-filter.ts';

/** So many days are added up live beside sums; beyond that the trades alone are as fast. */
const MOST_CHANGED_DAYS = 100;

/** Both ways give the same rows. */
export async function readRows(tx: Tx, userId: string, plan: RowPlan): Promise<readonly RawRow[]> {
  return (await readSummed(tx, userId, plan)) ?? (await rowStatement(plan).execute(tx)).rows;
}

async function readSummed(tx: Tx, userId: string, plan: RowPlan): Promise<readonly RawRow[] | null> {
  const sums = planSums(plan);
  if (!sums || !(await hasSums(tx, userId, plan.scope))) return null;
  const { rows } = await summedStatement({ ...plan, userId, sums }).execute(tx);
  return rows.some((row) => row.mixed || isSampled(row, plan)) ? null : rows.map(toRaw);
}

// The interval of a small group's mean is drawn from its trades.
function isSampled({ n }: SummedRow, { metrics }: RowPlan): boolean {
  return metrics.has('expectancy') && n >= MIN_SAMPLE && n <= MAX_SAMPLE;
}

function toRaw({ newest, mixed: _, ...row }: SummedRow): RawRow {
  return { ...row, trade_ids: newest.split(',').slice(0, IDS_PER_ROW) };
}

interface Summed {
  readonly unit: string;
  readonly fee_basis: string;
  readonly time_zone: string;
  readonly changed: number;
}

/** Of each transaction, read once: a turn's context asks for them from several sides. */
const known = new WeakMap<Tx, Promise<Summed | undefined>>();

async function hasSums(tx: Tx, userId: string, { unit, feeBasis, timeZone }: TradeScope): Promise<boolean> {
  const reading = known.get(tx) ?? fetchSummed(tx, userId);
  known.set(tx, reading);
  const summed = await reading;
  if (!summed || summed.changed > MOST_CHANGED_DAYS) return false;
  return summed.unit === unit && summed.fee_basis === feeBasis && summed.time_zone === timeZone;
}

async function fetchSummed(tx: Tx, userId: string): Promise<Summed | undefined> {
  const { rows } =
    await sql<Summed>`SELECT unit, fee_basis, time_zone, (SELECT coalesce(sum(upper(d) - lower(d)), 0)::int
      FROM unnest((SELECT range_agg(c.days) FROM journal_changes c WHERE c.user_id = ${userId} AND c.days IS NOT NULL)) d) AS changed
    FROM summed_journals WHERE user_id = ${userId}`.execute(tx);
  return rows[0];
}
