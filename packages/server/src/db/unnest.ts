/** Many rows as one parameter a column: how everything is written in bulk, on both databases. */
import { type RawBuilder, sql } from 'kysely';

/** `unnest($1::uuid[], $2::text[], ...)`; all arrays of one length. */
export function unnest(columns: readonly (readonly [type: string, values: readonly unknown[]])[]): RawBuilder<unknown> {
  return sql`unnest(${sql.join(columns.map(([type, values]) => sql`${values}::${sql.raw(type)}[]`))})`;
}
