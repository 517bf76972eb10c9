/** What a turn's models were asked with, as a part of the statement that ends the turn. */
import { type RawBuilder, sql } from 'kysely';
import type { TurnEnd } from '../chat/turn-end-ports.ts';
import { unnest } from './unnest.ts';

/** A further member of a WITH list in which `ended` has the turn's `user_id`, or has no row. */
export function keepRequests({ answerId, streamId, requests }: TurnEnd): RawBuilder<unknown> {
  if (requests.length === 0) return sql``;
  const rows = unnest([
    ['int', requests.map(({ n }) => n)],
    ['text', requests.map(({ layer }) => layer)],
    ['text', requests.map(({ model }) => model)],
    ['timestamptz', requests.map(({ sentAt }) => sentAt)],
    ['bytea', requests.map(({ body }) => body.frame)],
  ]);
  return sql`, asked AS (
      INSERT INTO model_requests (user_id, message_id, stream_id, n, layer, model, sent_at, body)
      SELECT e.user_id, ${answerId}::uuid, ${streamId}::uuid, r.* FROM ended e, ${rows} AS r(n, layer, model, sent_at, body)
      ON CONFLICT DO NOTHING
    )`;
}
