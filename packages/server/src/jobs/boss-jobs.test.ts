/** Jobs on both databases: done once, again after a failure, and known to those who watch. */
import pino from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { describeOnDatabases } from '../testing/test-database.ts';
import { startBossJobs } from './boss-jobs.ts';
import type { JobData, Jobs } from './ports.ts';

const WAIT = { timeout: 30_000, interval: 100 };

describeOnDatabases('jobs', (current) => {
  let jobs: Jobs;
  beforeAll(async () => {
    const { query, schema, alone } = current();
    jobs = await startBossJobs({ query, schema, alone, logger: pino({ level: 'silent' }) });
  });
  afterAll(() => jobs.close());

  test('a job is done once, with what it was sent; those of one key that wait are one', async () => {
    const done: JobData[] = [];
    for (const n of ['1', '2', '3']) await jobs.send('not-made-yet', { n });
    await jobs.work({ name: 'once' }, async (data) => void done.push(data));
    await Promise.all([
      jobs.send('once', { n: '1' }, 'a'),
      jobs.send('once', { n: '1' }, 'a'),
      jobs.send('once', { n: '2' }, 'b'),
    ]);
    await vi.waitFor(() => expect(done).toHaveLength(2), WAIT);
    expect(done.map(({ n }) => n).sort()).toEqual(['1', '2']);
  }, 60_000);

  test('one that fails is tried again, and how the queue stands can be seen', async () => {
    let tries = 0;
    const gate = Promise.withResolvers<void>();
    await jobs.work(
      { name: 'stumbling', alone: true },
      async () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
        await gate.promise;
      },
      async () => ({ done: 3, total: 10 }),
    );
    await jobs.send('stumbling');
    await vi.waitFor(() => expect(tries).toBe(2), WAIT);
    const state = (await jobs.describe()).find(({ queue }) => queue === 'stumbling');
    expect(state).toMatchObject({ active: 1, progress: { done: 3, total: 10 } });
    gate.resolve();
  }, 60_000);

  test('one whose server stops in the middle comes back to the queue, and another server does it', async () => {
    const { query, schema, alone } = current();
    const stopping = await startBossJobs({ query, schema, alone, logger: pino({ level: 'silent' }) });
    const begun = Promise.withResolvers<void>();
    await stopping.work({ name: 'interrupted' }, async (_data, signal) => {
      begun.resolve();
      const { promise, reject } = Promise.withResolvers<void>();
      signal.addEventListener('abort', () => reject(signal.reason));
      await promise;
    });
    await stopping.send('interrupted', { n: '1' });
    await begun.promise;
    await stopping.close();
    const done: JobData[] = [];
    await jobs.work({ name: 'interrupted' }, async (data) => void done.push(data));
    await vi.waitFor(() => expect(done).toEqual([{ n: '1' }]), WAIT);
  }, 60_000);
});
