/** Answers that are to be judged: claimed over all users, read as their own. */
import { sql } from 'kysely';
import type { ClaimedAnswer, JudgeStore } from '../prompts/judge-ports.ts';
import type { Database, Tx } from './database.ts';

const MOST_TRIES = 2;

/** `JudgeStore` on either database. */
export function createJudgeStore(database: Database): JudgeStore {
  return {
    async claimUnjudged(percent) {
      const claim = await database.asSystem((tx) => claimOne(tx, percent));
      if (!claim) return null;
      const { userId, streamId, answerId } = claim;
      const words = await database.asUser(userId, (tx) => readWords(tx, answerId));
      return words && { ...words, userId, streamId };
    },
    saveJudgement: ({ userId, streamId }, confidence) =>
      database.asSystem(async (tx) => {
        await sql`UPDATE prompt_executions SET confidence = ${confidence}, confidence_by = 'judge', look_at = now()
          WHERE user_id = ${userId} AND stream_id = ${streamId}`.execute(tx);
      }),
  };
}

interface Claim {
  readonly userId: string;
  readonly streamId: string;
  readonly answerId: string;
}

/** The newest first: who reads a page of results wants today's. Which ones are chosen, the stream's id decides. */
async function claimOne(tx: Tx, percent: number): Promise<Claim | undefined> {
  const { rows } = await sql<Claim>`
    UPDATE prompt_executions SET judge_tries = judge_tries + 1 WHERE (user_id, stream_id) = (
      SELECT user_id, stream_id FROM prompt_executions
      WHERE confidence_by = 'rules' AND judge_tries < ${MOST_TRIES} AND created_at > now() - interval '1 day'
        AND (hashtext(stream_id::text) & 2147483647) % 100 < ${percent}
      ORDER BY created_at DESC LIMIT 1 FOR UPDATE SKIP LOCKED)
    RETURNING user_id AS "userId", stream_id AS "streamId", answer_id AS "answerId"`.execute(tx);
  return rows[0];
}

/** `null`: it was deleted. */
async function readWords(
  tx: Tx,
  answerId: string,
): Promise<Pick<ClaimedAnswer, 'question' | 'answer' | 'figures'> | null> {
  const { rows } = await sql<{
    question: string;
    answer: string;
    figures: { title: string; result: { rows: unknown } }[];
  }>`
    SELECT q.content AS question, m.content AS answer, m.figures FROM messages m
    JOIN messages q ON q.user_id = m.user_id AND q.id = m.parent_id WHERE m.id = ${answerId}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return { ...row, figures: row.figures.map(({ title, result }) => `${title}: ${JSON.stringify(result.rows)}`) };
}
