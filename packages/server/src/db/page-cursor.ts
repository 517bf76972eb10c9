/** Where a list goes on: the sort key and id of the last row, opaque to clients. */

import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { Refusal } from '../refusal.ts';

export const Instant = z.union([z.iso.datetime(), z.enum(['infinity'])]);
const Cursor = z.tuple([z.union([Instant, z.iso.date()]), z.uuid()]);

/** Sort key (an instant as `instantText` gives it, or a day) and id. */
export type Cursor = z.infer<typeof Cursor>;

export function encodeCursor(cursor: Cursor | readonly (string | boolean)[]): string {
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** The cursor of most lists. Refuses one that no list gave out. */
export function decodeCursor(text: string | undefined): Cursor | null {
  return decodeCursorAs(text, Cursor);
}

/** The cursor of a list that sorts by something else. */
export function decodeCursorAs<T>(text: string | undefined, shape: z.ZodType<T>): T | null {
  if (text === undefined) return null;
  const cursor = shape.safeParse(parseJson(Buffer.from(text, 'base64url').toString()));
  if (cursor.success) return cursor.data;
  throw new Refusal('invalid_request', 'The cursor is not one that this list gave out. Begin again without it.', {
    errors: [{ path: 'cursor', message: 'must be the next_cursor of a page before' }],
  });
}

/** To the microsecond, as a JavaScript Date would not keep it. */
export function instantText(column: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`CASE WHEN ${column} = 'infinity' THEN 'infinity' ELSE to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') END`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
