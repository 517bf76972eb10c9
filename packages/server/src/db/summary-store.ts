/** Summaries of long chats, and the branches they are made of. */
import { sql } from 'kysely';
import type { ChatSummary } from '../chat/prompt-input-ports.ts';
import type { Branch, BranchMessage, NewSummary, SummaryStore } from '../chat/summary-ports.ts';
import { countUsage } from './count-usage.ts';
import type { Database, Tx } from './database.ts';
import { isUuid } from './is-uuid.ts';

/** Further back than any prompt reaches; what is older stays in the summary before. */
const MOST_MESSAGES = 2000;

/** `SummaryStore` on either database. */
export function createSummaryStore(database: Database): SummaryStore {
  return {
    readBranch: async (userId, answerId) =>
      isUuid(answerId) ? database.asUser(userId, (tx) => readBranch(tx, answerId)) : undefined,
    saveSummary: (userId, summary) => database.asUser(userId, (tx) => saveSummary(tx, userId, summary)),
  };
}

interface BranchRow {
  readonly id: string;
  readonly session_id: string;
  readonly role: BranchMessage['role'];
  readonly content: string;
  readonly created_at: Date;
  readonly text: string | null;
  readonly written_by: ChatSummary['by'];
  readonly covers: number;
  readonly as_of: Date;
  readonly up_to: Date;
}

async function readBranch(tx: Tx, answerId: string): Promise<Branch | undefined> {
  const { rows } = await sql<BranchRow>`
    WITH RECURSIVE path AS (
      SELECT m.user_id, m.id, m.parent_id, 0 AS depth FROM messages m WHERE m.id = ${answerId}
      UNION ALL
      SELECT m.user_id, m.id, m.parent_id, p.depth + 1 FROM path p
      JOIN messages m ON m.user_id = p.user_id AND m.id = p.parent_id WHERE p.depth < ${MOST_MESSAGES}
    )
    SELECT m.id, m.session_id, m.role, m.content, m.created_at, c.text, c.written_by, c.covers, c.created_at AS as_of, c.up_to
    FROM path p JOIN messages m ON m.user_id = p.user_id AND m.id = p.id
    LEFT JOIN chat_summaries c ON c.user_id = p.user_id AND c.message_id = p.id
    WHERE m.content <> '' ORDER BY p.depth DESC`.execute(tx);
  const [first] = rows;
  if (!first) return undefined;
  return {
    sessionId: first.session_id,
    messages: rows.map(({ id, role, content, created_at }) => ({ id, role, content, createdAt: created_at })),
    summary: toSummary(rows.findLast(({ text }) => text !== null)),
  };
}

function toSummary(row: BranchRow | undefined): Branch['summary'] {
  if (!row || row.text === null) return null;
  const { id, text, written_by: by, covers, as_of: asOf, up_to: upTo } = row;
  return { messageId: id, text, by, covers, asOf, upTo };
}

/** What it cost counts also where the chat is gone. */
async function saveSummary(tx: Tx, userId: string, summary: NewSummary): Promise<void> {
  const { messageId, sessionId, covers, upTo, by, model, text, asked } = summary;
  if (asked) await countUsage(userId, asked.usage).execute(tx);
  await sql`
    INSERT INTO chat_summaries AS c (user_id, message_id, session_id, covers, up_to, written_by, model, text)
    SELECT m.user_id, m.id, ${sessionId}, ${covers}::int, ${upTo}::timestamptz, ${by}, ${model}::text, ${text}
    FROM messages m WHERE m.user_id = ${userId} AND m.id = ${messageId}
    ON CONFLICT (user_id, message_id) DO UPDATE SET covers = EXCLUDED.covers, up_to = EXCLUDED.up_to,
      written_by = EXCLUDED.written_by, model = EXCLUDED.model, text = EXCLUDED.text, created_at = clock_timestamp()`.execute(
    tx,
  );
}
