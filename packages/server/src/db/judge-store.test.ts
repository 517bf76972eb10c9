/** Answers for a judge on both databases: each is claimed by one, at most twice, and read as its user's. */
import { expect, test } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createJudgeStore } from './judge-store.ts';

const id = (n: number) => `3f0c8f9e-6c1b-4f0e-9d2a-${String(n).padStart(12, '0')}`;

describeOnDatabases('answers for a judge', (current) => {
  test('are claimed one by one, given up after two tries, and judged once', async () => {
    const { database, owner, schema } = current();
    await owner(`SET search_path TO "${schema}";
      INSERT INTO sessions (user_id, id, title) VALUES ('u', 's', '');
      INSERT INTO messages (user_id, id, session_id, role, content, status) VALUES ('u', '${id(1)}', 's', 'user', 'How?', 'complete');
      INSERT INTO messages (user_id, id, session_id, parent_id, role, content, status, figures)
        VALUES ('u', '${id(2)}', 's', '${id(1)}', 'assistant', 'So.', 'complete', '[{"title": "Net", "result": {"rows": [5]}}]');
      INSERT INTO prompt_executions (user_id, stream_id, answer_id, version, strategy, exposed, warnings, confidence, confidence_by)
        VALUES ('u', '${id(3)}', '${id(2)}', 1, 'LATEST_VERSION', true, 0, 1, 'rules'),
          ('u', '${id(4)}', '${id(9)}', 1, 'LATEST_VERSION', true, 0, NULL, NULL);
      RESET search_path`);
    const store = createJudgeStore(database);
    const all = { percent: 100, perDay: 100 };
    for (const none of [
      { ...all, percent: 0 },
      { ...all, perDay: 0 },
    ])
      expect([await store.isDue(none), await store.claimUnjudged(none)]).toEqual([false, null]);
    expect(await store.isDue(all)).toBe(true);
    const claimed = await store.claimUnjudged(all);
    expect(claimed).toEqual({
      ...{ userId: 'u', sessionId: 's', streamId: id(3), answerId: id(2), question: 'How?', answer: 'So.' },
      figures: ['Net: [5]'],
    });
    expect([await store.isDue({ ...all, perDay: 1 }), await store.claimUnjudged({ ...all, perDay: 1 })]).toEqual([
      false,
      null,
    ]);
    expect(await store.claimUnjudged(all)).toEqual(claimed);
    expect([await store.isDue(all), await store.claimUnjudged(all)]).toEqual([false, null]);

    const stored = async () => {
      const [row] = await owner(
        `SELECT confidence, confidence_by, look_at IS NOT NULL AS due, judge_model, judge_tokens, judge_cost_usd::float8 AS cost
          FROM "${schema}".prompt_executions WHERE stream_id = '${id(3)}'`,
      );
      return row;
    };
    const usage = { prompt_tokens: 9, completion_tokens: 1, total_tokens: 10, cost_usd: 0.25 };
    await store.saveJudgement({ userId: 'u', streamId: id(3) }, { confidence: null, model: 'j', usage });
    const spent = { judge_model: 'j', judge_tokens: 10, cost: 0.25 };
    expect(await stored()).toEqual({ confidence: 1, confidence_by: 'rules', due: true, ...spent });
    await store.saveJudgement({ userId: 'u', streamId: id(3) }, { confidence: 0.5, model: 'j', usage: null });
    expect(await stored()).toEqual({ confidence: 0.5, confidence_by: 'judge', due: true, ...spent });
  });
});
