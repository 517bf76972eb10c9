/** A full-text query that any of the words satisfies: asking for all of them finds next to nothing. */
import { type RawBuilder, sql } from 'kysely';

/** A `tsquery` of the text's words joined by OR; stop words are dropped, and what is left may match nothing. */
export function anyWord(text: string): RawBuilder<unknown> {
  return sql`replace(plainto_tsquery('english', ${text})::text, '&', '|')::tsquery`;
}
