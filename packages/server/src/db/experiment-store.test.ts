/** Places and pins on both databases: whoever asks at once, a user has one place, and a conversation one prompt. */
import { expect, test } from 'vitest';
import type { PinRequest } from '../chat/prompt-ports.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { createExperimentStore } from './experiment-store.ts';

const ID = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0001';
const OTHER = '3f0c8f9e-6c1b-4f0e-9d2a-1d6a5a1f0002';

describeOnDatabases('places in experiments', (current) => {
  test('the first is kept, however many ask at once and whatever the weights say then', async () => {
    const store = createExperimentStore(current().database);
    const place = (variant: string | null, generation = 1, era = 0) => ({ id: ID, era, variant, generation });
    const places = await Promise.all(['a', 'b', 'a', 'b', 'b'].map((variant) => store.assign('u', place(variant))));
    expect(new Set(places.map((each) => each?.variant)).size).toBe(1);
    expect(await store.assign('u', place('c', 2))).toEqual(places[0]);
    expect(await store.assign('u', place(null, 2))).toEqual(places[0]);
    expect(await store.assign('nobody', place(null))).toBe(null);
    expect(await store.assign('u', place('c', 2, 2))).toEqual({ variant: 'c', generation: 2 });
  });

  test('a conversation is pinned with its first question, while the experiment is one that counts', async () => {
    const { database, owner, schema } = current();
    const store = createExperimentStore(database);
    await owner(`INSERT INTO "${schema}".sessions (user_id, id, title) VALUES ('v', 's', ''), ('v', 't', '')`);
    const request = (variant: string, valid: string[], type: PinRequest['type'] = 'chat'): PinRequest => ({
      type,
      experiment: { id: ID, era: 0, generation: 1, strategy: 'A_B_TEST', variant, versions: { a: 1, b: 2 } },
      valid,
    });
    const pin = async (session: string, of: PinRequest) => {
      const json = JSON.stringify(of).replaceAll("'", "''");
      const [row] = await owner(
        `SELECT set_config('tradistry.user_id', 'v', false), "${schema}".pin_prompt('${session}', '${json}'::jsonb) AS pin`,
      );
      return row?.['pin'];
    };
    const choice = { version: 1, strategy: 'A_B_TEST', experiment: { id: ID, variant: 'a', generation: 1 } };
    expect(await pin('s', request('a', [ID]))).toEqual(choice);
    expect(await pin('s', request('b', [ID]))).toEqual(choice);
    const found = (user: string, session: string, valid: string[]) =>
      store.pin(user, session, { type: 'chat', experiment: null, valid });
    expect(await found('v', 't', [ID])).toBe(null);
    expect(await found('v', 's', [ID])).toEqual(choice);
    expect(await found('v', 's', [OTHER])).toBe(null);
    expect(await found('w', 's', [ID])).toBe(null);
  });

  test('each type of prompt has a pin of its own, and what is no conversation has none', async () => {
    const { database, owner, schema } = current();
    const store = createExperimentStore(database);
    await owner(`INSERT INTO "${schema}".sessions (user_id, id, title) VALUES ('x', 's', '')`);
    const of = (type: PinRequest['type'], id: string, variant: string): PinRequest => ({
      type,
      experiment: { id, era: 0, generation: 1, strategy: 'A_B_TEST', variant, versions: { a: 1, b: 2 } },
      valid: [id],
    });
    expect(await store.pin('x', 's', of('chat', ID, 'a'))).toMatchObject({ version: 1 });
    expect(await store.pin('x', 's', of('legacy', OTHER, 'b'))).toMatchObject({ version: 2 });
    expect(await store.pin('x', 's', of('chat', ID, 'b'))).toMatchObject({ version: 1 });
    await expect(store.pin('x', 'nowhere', of('title', ID, 'a'))).rejects.toThrow();
  });

  test('of its intervals so many looks are kept that a picture can be drawn, and no more', async () => {
    const { database, owner, schema } = current();
    const store = createExperimentStore(database);
    const [row] = await owner(`INSERT INTO "${schema}".experiments (id, type, definition, author)
      VALUES (gen_random_uuid(), 'chat', '{}', 'olga') RETURNING id`);
    const id = String(row?.['id']);
    const look = (users: number) => ({ users, differences: [{ variant: 'b', difference: 0, lower: -1, upper: 1 }] });
    for (const users of [100, 101, 102, 103, 104, 103, 200]) await store.keepLook(id, look(users));
    const looks = await store.readLooks(id);
    expect(looks.map(({ users }) => users)).toEqual([100, 103, 200]);
    expect(looks[0]).toEqual({ ...look(100), at: expect.stringMatching(/^20/) });
    expect(await store.readLooks(OTHER)).toEqual([]);
  });
});
