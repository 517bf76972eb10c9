/** Answers that are to be judged: claimed over all users, read as their own. */
import { type RawBuilder, sql } from 'kysely';
import type { AnswerRef } from '../chat/ask-ports.ts';
import type { ClaimedAnswer, Judgement, JudgeShare, JudgeStore } from '../prompts/judge-ports.ts';
import type { Database, Tx } from './database.ts';
import { toInt, toMoney, toName } from './storable-numbers.ts';

const MOST_TRIES = 2;

/** `JudgeStore` on either database. */
export function createJudgeStore(database: Database): JudgeStore {
  return {
    isDue: (share) =>
      database.asSystem(async (tx) => {
        const { rows } = await sql`SELECT 1 FROM prompt_executions WHERE ${isDue(share)} LIMIT 1`.execute(tx);
        return rows.length > 0;
      }),
    async claimUnjudged(share) {
      for (;;) {
        const claim = await database.asSystem((tx) => claimOne(tx, share));
        if (!claim) return null;
        const words = await database.asUser(claim.userId, (tx) => readWords(tx, claim.answerId));
        if (words) return { ...claim, ...words };
      }
    },
    saveJudgement: (of, judgement) => database.asSystem((tx) => saveJudgement(tx, of, judgement)),
  };
}

/** Of a row of `prompt_executions`. Which ones are chosen, the stream's id decides. */
function isDue({ percent, perDay }: JudgeShare): RawBuilder<boolean> {
  return sql`confidence_by = 'rules' AND judge_tries < ${sql.lit(MOST_TRIES)} AND created_at > now() - interval '1 day'
    AND (hashtext(stream_id::text) & 2147483647) % 100 < ${percent}
    AND (SELECT coalesce(sum(j.judge_tries), 0) FROM prompt_executions j
      WHERE j.judge_tries > 0 AND j.created_at > now() - interval '1 day') < ${perDay}`;
}

/** The newest first: who reads a page of results wants today's. */
async function claimOne(tx: Tx, share: JudgeShare): Promise<AnswerRef | undefined> {
  const { rows } = await sql<AnswerRef>`
    UPDATE prompt_executions SET judge_tries = judge_tries + 1 WHERE (user_id, stream_id) = (
      SELECT user_id, stream_id FROM prompt_executions WHERE ${isDue(share)}
      ORDER BY created_at DESC LIMIT 1 FOR UPDATE SKIP LOCKED) AND type = 'chat'
    RETURNING user_id AS "userId", stream_id AS "streamId", answer_id AS "answerId"`.execute(tx);
  return rows[0];
}

async function saveJudgement(
  tx: Tx,
  { userId, streamId }: Pick<ClaimedAnswer, 'userId' | 'streamId'>,
  { confidence, model, usage }: Judgement,
): Promise<void> {
  await sql`UPDATE prompt_executions SET look_at = now() WHERE user_id = ${userId} AND stream_id = ${streamId}`.execute(
    tx,
  );
  await sql`UPDATE prompt_executions SET confidence = coalesce(${confidence}::real, confidence),
      confidence_by = CASE WHEN ${confidence}::real IS NULL THEN confidence_by ELSE 'judge' END,
      judge_model = ${toName(model)}, judge_tokens = coalesce(judge_tokens, 0) + ${toInt(usage?.total_tokens ?? 0)}::integer,
      judge_cost_usd = coalesce(judge_cost_usd, 0) + coalesce(${toMoney(usage?.cost_usd)}::numeric, 0)
    WHERE user_id = ${userId} AND stream_id = ${streamId} AND type = 'chat'`.execute(tx);
}

/** `null`: it was deleted. */
async function readWords(
  tx: Tx,
  answerId: string,
): Promise<Pick<ClaimedAnswer, 'sessionId' | 'question' | 'answer' | 'figures'> | null> {
  const { rows } = await sql<{
    sessionId: string;
    question: string;
    answer: string;
    figures: { title: string; result: { rows: unknown } }[];
  }>`
    SELECT m.session_id AS "sessionId", q.content AS question, m.content AS answer, m.figures FROM messages m
    JOIN messages q ON q.user_id = m.user_id AND q.id = m.parent_id WHERE m.id = ${answerId}`.execute(tx);
  const [row] = rows;
  if (!row) return null;
  return { ...row, figures: row.figures.map(({ title, result }) => `${title}: ${JSON.stringify(result.rows)}`) };
}
