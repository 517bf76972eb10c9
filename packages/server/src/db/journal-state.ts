/** What a transaction knows of a journal: which version of it this is, and what of it has sums. */
import { sql } from 'kysely';
import type { Tx } from './database.ts';

export interface JournalState {
  /** Two equal ones say that nothing has changed in between. */
  readonly version: string;
  /** What its sums are of; `null`: it has none. */
  readonly summed: { readonly unit: string; readonly fee_basis: string; readonly time_zone: string } | null;
  /** Days that changed since they were summed. */
  readonly changed: number;
}

/** Of each transaction, read once: a turn's context asks for it from several sides. */
const known = new WeakMap<Tx, Promise<JournalState>>();

export function readJournalState(tx: Tx, userId: string): Promise<JournalState> {
  const reading = known.get(tx) ?? fetchState(tx, userId);
  known.set(tx, reading);
  return reading;
}

/** Ids may be committed out of their order: the newest alone would not tell versions apart. */
async function fetchState(tx: Tx, userId: string): Promise<JournalState> {
  const { rows } = await sql<JournalState>`SELECT count(*) || ':' || coalesce(sum(id), 0) AS version,
      (SELECT json_build_object('unit', s.unit, 'fee_basis', s.fee_basis, 'time_zone', s.time_zone)
        FROM summed_journals s WHERE s.user_id = ${userId}) AS summed,
      (SELECT coalesce(sum(upper(d) - lower(d)), 0)::int FROM unnest(range_agg(days)) d) AS changed
    FROM journal_changes WHERE user_id = ${userId}`.execute(tx);
  const [state] = rows;
  if (!state) throw new Error('an aggregate has a row');
  return state;
}
