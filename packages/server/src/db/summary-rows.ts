/** Turns added up for the key figures: from roll-ups where there are, from the records themselves after them. */
import { type RawBuilder, sql } from 'kysely';
import type { Buckets, SummaryPlan, SummedTurns } from '../ops/ports.ts';
import type { Tx } from './database.ts';

const DAY_MS = 86_400_000;
const MOST_ROWS = 10_000;
const COUNTS = ['completed', 'degraded', 'stopped', 'partial', 'failed', 'fallbacks'] as const;
const MEASURES = ['first_token', 'duration', 'longest_gap', 'reading'] as const;

type Row = { [K in (typeof COUNTS)[number] | 'prompt_tokens' | 'completion_tokens' | 'cost_usd']: string } & {
  [K in (typeof MEASURES)[number]]: Buckets;
} & { [K in `${(typeof MEASURES)[number]}_sum`]: string } & Pick<
    SummedTurns,
    'total' | 'at' | 'model' | 'prompt_version' | 'instance' | 'streaming'
  >;

/** `OpsStore.summarize` in its transaction: the total, then a row for each of what is told apart. */
export async function summarizeTurns(tx: Tx, plan: SummaryPlan): Promise<SummedTurns[]> {
  const keys = [...(plan.every ? ['at'] : []), ...plan.by];
  const key = (name: string) => (keys.includes(name) ? sql`${sql.ref(name)}` : sql`NULL`);
  const sets =
    keys.length > 0 ? sql`GROUP BY GROUPING SETS ((), (${sql.join(keys.map((name) => sql.ref(name)))}))` : sql``;
  const total = keys[0] === undefined ? sql`true` : sql`grouping(${sql.ref(keys[0])}) = 1`;
  const { rows } = await sql<Row>`
    WITH chosen AS (${chosenRows(plan)})
    SELECT ${total} AS total, ${key('at')} AS at, ${key('model')} AS model, ${key('prompt_version')} AS prompt_version,
      ${key('instance')} AS instance, ${key('streaming')}::boolean AS streaming,
      ${sql.join([...COUNTS, 'prompt_tokens', 'completion_tokens', 'cost_usd'].map(sumOf))},
      ${sql.join(MEASURES.map((name) => sumOf(`${name}_sum`)))}, ${sql.join(MEASURES.map(mergedOf))}
    FROM chosen ${sets}
    ORDER BY 1 DESC, 2, sum(completed + degraded + stopped + partial + failed) DESC, 3, 4, 5, 6 LIMIT ${MOST_ROWS + 1}`.execute(
    tx,
  );
  return rows.map(toSummed);
}

/**
 * Whole days from the roll-ups by day, the hours around them from those by hour, and what is not added up yet from the
 * records: each turn is in exactly one of them.
 */
function chosenRows({ from, to, every, only }: SummaryPlan): RawBuilder<unknown> {
  const firstDay = new Date(Math.ceil(from.getTime() / DAY_MS) * DAY_MS);
  const lastDay = new Date(Math.floor(to.getTime() / DAY_MS) * DAY_MS);
  const inDays =
    every === 'hour'
      ? sql`false`
      : sql`r.at >= ${firstDay} AND r.at < least(${lastDay}::timestamptz, date_trunc('day', e.until, 'UTC'))`;
  const period = every === 'day' ? sql`date_trunc('day', a.at, 'UTC')` : sql`a.at`;
  const filters = Object.entries(only).flatMap(([name, value]) =>
    value === undefined ? [] : [sql`a.${sql.ref(name)} = ${value}`],
  );
  return sql`WITH e AS MATERIALIZED (SELECT added_up_until() AS until), a AS (
      SELECT r.* FROM stream_rollups r, e WHERE r.at >= ${from} AND r.at < ${to} AND r.at < e.until
        AND CASE WHEN ${inDays} THEN r.span = 'day' ELSE r.span = 'hour' END
      UNION ALL SELECT l.* FROM e, add_up_records(greatest(${from}::timestamptz, e.until), ${to}) AS l
    )
    SELECT ${period} AS at, a.model, a.prompt_version, a.instance, a.streaming,
      ${sql.join([...COUNTS, 'prompt_tokens', 'completion_tokens', 'cost_usd'].map((name) => sql.ref(`a.${name}`)))},
      ${sql.join(MEASURES.flatMap((name) => [sql.ref(`a.${name}_sum`), sql.ref(`a.${name}`)]))}
    FROM a ${filters.length > 0 ? sql`WHERE ${sql.join(filters, sql` AND `)}` : sql``}`;
}

function sumOf(name: string): RawBuilder<unknown> {
  return sql`coalesce(sum(${sql.ref(name)}), 0) AS ${sql.ref(name)}`;
}

function mergedOf(name: string): RawBuilder<unknown> {
  return sql`merge_histograms(array_agg(${sql.ref(name)})) AS ${sql.ref(name)}`;
}

function toSummed(row: Row): SummedTurns {
  const { total, at, model, prompt_version, instance, streaming, cost_usd } = row;
  const times = (name: (typeof MEASURES)[number]) => ({ sum: Number(row[`${name}_sum`]), buckets: row[name] });
  return {
    ...{ total, at, model, prompt_version, instance, streaming },
    completed: Number(row.completed),
    degraded: Number(row.degraded),
    stopped: Number(row.stopped),
    partial: Number(row.partial),
    failed: Number(row.failed),
    fallbacks: Number(row.fallbacks),
    promptTokens: Number(row.prompt_tokens),
    completionTokens: Number(row.completion_tokens),
    costUsd: cost_usd,
    firstToken: times('first_token'),
    duration: times('duration'),
    longestGap: times('longest_gap'),
    reading: times('reading'),
  };
}
