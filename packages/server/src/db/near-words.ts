/** Words of a user's own that begin like words of a question which nobody wrote: what a slip of the finger may have meant. */
import { sql } from 'kysely';
import type { NearWord } from '../rag/passage-ports.ts';
import type { Tx } from './database.ts';

/** Shorter ones are too easily another word. */
const LEAST_LETTERS = sql.lit(5);
const MOST_UNKNOWN = sql.lit(3);
/** Slips are rare in the first letters. */
const SAME_LETTERS = sql.lit(3);
/** Of one beginning. */
const MOST_WORDS = sql.lit(120);

/**
 * One look at the key for each word that was asked: with `NOT EXISTS` all of the owner's words were read (22 ms). Each different
 * word is one step along the key, however many passages it stands in. Where a beginning begins and ends is worked out before:
 * under the policy, a bound with a function in it is no bound for the key, and all of the owner's words were read again.
 */
export async function findNearWords(tx: Tx, userId: string, text: string): Promise<NearWord[]> {
  const next = (after: ReturnType<typeof sql>) => sql`(SELECT w.word FROM passage_words w
    WHERE w.user_id = ${userId} AND w.word ${after} AND w.word < u.high ORDER BY w.word LIMIT 1)`;
  const { rows } = await sql<NearWord>`WITH RECURSIVE unknown AS MATERIALIZED (
      SELECT asked, left(asked, ${SAME_LETTERS}) COLLATE "C" AS low, left(asked, ${SAME_LETTERS}) || '~' COLLATE "C" AS high
      FROM (SELECT lexeme COLLATE "C" AS asked FROM unnest(to_tsvector('english', ${text}))) words
      WHERE length(asked) >= ${LEAST_LETTERS} AND asked ~ '^[a-z]+$' AND (
        SELECT 1 FROM passage_words w WHERE w.user_id = ${userId} AND w.word = asked LIMIT 1) IS NULL
      ORDER BY length(asked) DESC LIMIT ${MOST_UNKNOWN}
    ), near AS (
      SELECT u.asked, u.high, ${next(sql`>= u.low`)} AS word, 1 AS step FROM unknown u
      UNION ALL SELECT u.asked, u.high, ${next(sql`> u.word`)}, step + 1 FROM near u WHERE u.word IS NOT NULL AND step < ${MOST_WORDS}
    ) SELECT asked, word FROM near WHERE word IS NOT NULL`.execute(tx);
  return rows;
}
