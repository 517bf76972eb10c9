/** What was said before a question: the newest messages, and the summary of those before them. */
import { sql } from 'kysely';
import type { ChatSummary } from '../chat/prompt-input-ports.ts';
import type { ChatHistory, HistoryMessage } from '../chat/turn-store-ports.ts';
import type { Tx } from './database.ts';

/** So far beyond the messages themselves a summary is looked for; one that is older than that is due to be renewed anyway. */
const LOOK_BACK = 40;

interface Row extends HistoryMessage {
  readonly depth: number;
  /** On the message up to which there is one. */
  readonly summary: { by: ChatSummary['by']; text: string; as_of: string; up_to: string; covers: number } | null;
}

/** `TurnStore.loadHistory` in its transaction: one walk up the branch, which ends at the first summary beyond `limit`. */
export async function loadHistory(tx: Tx, questionId: string, limit: number): Promise<ChatHistory> {
  if (limit === 0) return { messages: [], summary: null, uncovered: 0 };
  const { rows } = await sql<Row>`
    WITH RECURSIVE path AS (
      SELECT m.user_id, m.id, m.parent_id, 0 AS depth, false AS covered FROM messages m WHERE m.id = ${questionId}
      UNION ALL
      SELECT m.user_id, m.id, m.parent_id, p.depth + 1, p.covered OR EXISTS (
        SELECT 1 FROM chat_summaries c WHERE c.user_id = m.user_id AND c.message_id = m.id)
      FROM path p JOIN messages m ON m.user_id = p.user_id AND m.id = p.parent_id
      WHERE p.depth < ${limit} OR (NOT p.covered AND p.depth < ${limit + LOOK_BACK})
    )
    SELECT p.depth, m.role, CASE WHEN p.depth <= ${limit} THEN m.content ELSE '-' END AS content,
      CASE WHEN c.text IS NOT NULL THEN json_build_object('by', c.written_by, 'text', c.text, 'as_of', c.created_at,
        'up_to', c.up_to, 'covers', c.covers) END AS summary
    FROM path p JOIN messages m ON m.user_id = p.user_id AND m.id = p.id
    LEFT JOIN chat_summaries c ON c.user_id = p.user_id AND c.message_id = p.id
    WHERE p.depth > 0 AND m.content <> '' ORDER BY p.depth`.execute(tx);
  const covered = rows.find(({ summary }) => summary !== null);
  const recent = rows.filter(({ depth }) => depth <= limit);
  const between = rows.filter(({ depth }) => depth > limit && depth < (covered?.depth ?? Number.POSITIVE_INFINITY));
  return {
    messages: recent.toReversed().map(({ role, content }) => ({ role, content })),
    summary: covered?.summary ? toSummary(covered.summary) : null,
    uncovered: between.length,
  };
}

function toSummary({ by, text, as_of, up_to, covers }: NonNullable<Row['summary']>): ChatSummary {
  return { by, text, covers, asOf: new Date(as_of), upTo: new Date(up_to) };
}
