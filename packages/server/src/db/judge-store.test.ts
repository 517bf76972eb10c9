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
    expect(await store.claimUnjudged(0)).toBe(null);
    const claimed = await store.claimUnjudged(100);
    expect(claimed).toEqual({
      ...{ userId: 'u', streamId: id(3), question: 'How?', answer: 'So.' },
      figures: ['Net: [5]'],
    });
    expect(await store.claimUnjudged(100)).toEqual(claimed);
    expect(await store.claimUnjudged(100)).toBe(null);
    await store.saveJudgement({ userId: 'u', streamId: id(3) }, 0.5);
    const [row] = await owner(
      `SELECT confidence, confidence_by, look_at IS NOT NULL AS due FROM "${schema}".prompt_executions WHERE stream_id = '${id(3)}'`,
    );
    expect(row).toEqual({ confidence: 0.5, confidence_by: 'judge', due: true });
  });
});
