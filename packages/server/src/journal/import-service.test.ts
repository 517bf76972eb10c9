/** Imports and matching against real databases: crashes, two instances at once, users apart. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseFile, type StoredExecution } from '@tradistry/journal';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAccountStore } from '../db/account-store.ts';
import { createBookStore } from '../db/book-store.ts';
import type { Database } from '../db/database.ts';
import { createExecutionStore } from '../db/execution-store.ts';
import { createImportStore } from '../db/import-store.ts';
import { createSettingsStore } from '../db/settings-store.ts';
import { createTradeStore } from '../db/trade-store.ts';
import { type Pair, THREE_PAIRS, tradovateFile } from '../testing/journal-files.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { withIds } from './execution-id.ts';
import { createImportService, type ImportDeps, type ImportService } from './import-service.ts';
import { matchBooks } from './match-books.ts';
import { createUserQueue } from './user-queue.ts';

const MAIN = { name: 'Main', broker: null, time_zone: null, currency: 'USD', demo: false };
const UTC = { timeZone: 'UTC' };
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tradistry-imports-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function depsOf(database: Database, instance = 'one'): ImportDeps {
  return {
    accounts: createAccountStore(database),
    executions: createExecutionStore(database),
    books: createBookStore(database),
    imports: createImportStore(database, instance),
    settings: createSettingsStore(database, UTC),
    queue: createUserQueue(20),
    folder,
    deadAfterMs: 0,
    onError: (error) => {
      throw error;
    },
  };
}

const fields = { dry_run: false, account: 'Main' };

function begin(service: ImportService, userId: string, text: string): Promise<string> {
  const path = join(folder, randomUUID());
  writeFileSync(path, text);
  return service.startImport(userId, { path, fileName: 'a.csv', fields, mapping: null });
}

async function follow(service: ImportService, userId: string, id: string) {
  for (;;) {
    const report = await service.getImport(userId, id);
    if (report.status !== 'running') return report;
  }
}

const manyPairs = (count: number): Pair[] =>
  Array.from({ length: count }, (_, index) => ({
    fill: 1000 + 2 * index,
    buy: '6000.00',
    sell: '6001.00',
    pnl: '$5.00',
    day: 1 + (index % 28),
  }));

describeOnDatabases('imports', (current) => {
  const pnls = async (userId: string) => {
    const { items } = await createTradeStore(current().database, UTC).pageTrades(userId, {
      ...{ limit: 200, unit: 'pair', status: 'all', sort: 'exit_time', order: 'asc' },
    });
    return items.map((trade) => Number(trade.net_pnl));
  };
  const begun = async (deps: ImportDeps, userId: string) => {
    const id = randomUUID();
    await deps.imports.createImport(userId, { id, fileName: 'a', timeZone: 'UTC', dryRun: false, account: null });
    return id;
  };

  test('imports of one user into one account wait for each other and add each row once', async () => {
    const service = createImportService(depsOf(current().database));
    const ids = await Promise.all([1, 2, 3].map(() => begin(service, 'line', tradovateFile(THREE_PAIRS))));
    const reports = await Promise.all(ids.map((id) => follow(service, 'line', id)));
    expect(reports.map((report) => report.executions).sort()).toEqual([0, 0, 6]);
    expect(await pnls('line')).toEqual([50, -25, 100]);
  });

  test('two instances that import into one account at once leave it whole', async () => {
    const [one, two] = ['one', 'two'].map((name) => createImportService(depsOf(current().database, name)));
    if (!one || !two) throw new Error('two services were made');
    const jobs = [
      [one, await begin(one, 'both', tradovateFile(THREE_PAIRS.slice(0, 2)))],
      [two, await begin(two, 'both', tradovateFile(THREE_PAIRS))],
    ] as const;
    const reports = await Promise.all(jobs.map(([service, id]) => follow(service, 'both', id)));
    expect(reports.map((report) => report.status)).toEqual(['done', 'done']);
    expect(reports.map((report) => report.executions).reduce((sum, n) => sum + n)).toBe(6);
    expect(await pnls('both')).toEqual([50, -25, 100]);
    expect(await current().owner(`SELECT * FROM ${current().schema}.unmatched_books WHERE user_id = 'both'`)).toEqual(
      [],
    );
  });

  test('a large import is matched in a thread, in batches, and undone as well', async () => {
    const service = createImportService(depsOf(current().database));
    const report = await follow(service, 'large', await begin(service, 'large', tradovateFile(manyPairs(1500))));
    expect(report).toMatchObject({ status: 'done', executions: 3000, pnl: { ours: '7500', difference: '0' } });
    await service.undoImport('large', report.id);
    expect(await pnls('large')).toEqual([]);
    expect(await current().owner(`SELECT id FROM ${current().schema}.executions WHERE user_id = 'large'`)).toEqual([]);
  });

  test('an import whose process died ends as interrupted at the next start, with nothing of it kept', async () => {
    const deps = depsOf(current().database, 'dead');
    const { account } = await deps.accounts.ensureAccount('crash', MAIN);
    const id = await begun(deps, 'crash');
    const [execution] = executionsOf(tradovateFile(THREE_PAIRS), account);
    if (!execution) throw new Error('the file has executions');
    await deps.executions.addExecutions('crash', { accountId: account.id, importId: id }, [execution]);
    writeFileSync(join(folder, 'left-over'), 'x');

    const service = createImportService(depsOf(current().database, 'next'));
    await service.recover();
    expect(await service.getImport('crash', id)).toMatchObject({ status: 'failed', error: { code: 'interrupted' } });
    expect(await current().owner(`SELECT id FROM ${current().schema}.executions WHERE user_id = 'crash'`)).toEqual([]);
    expect(await pnls('crash')).toEqual([]);
    expect(readdirSync(folder)).not.toContain('left-over');
  });

  test('an account that an interrupted import made goes with it at the next start; one that was there stays', async () => {
    const deps = depsOf(current().database, 'dead');
    await deps.accounts.ensureAccount('emptied', MAIN);
    for (const name of ['Main', 'Made']) {
      const id = await begun(deps, 'emptied');
      const { account } = await deps.accounts.ensureAccount('emptied', { ...MAIN, name });
      await deps.imports.noteProgress('emptied', id, { progress: 0.3, accountId: account.id });
    }
    const service = createImportService(depsOf(current().database, 'next'));
    await service.recover();
    expect((await deps.accounts.listAccounts('emptied')).map(({ name }) => name)).toEqual(['Main']);
    expect((await service.listImports('emptied', { limit: 10 })).items).toHaveLength(2);
  });

  test('a writer that was given up for dead cannot go on', async () => {
    const deps = depsOf(current().database);
    const { account } = await deps.accounts.ensureAccount('fenced', MAIN);
    const id = await begun(deps, 'fenced');
    await deps.imports.failImport('fenced', id, { code: 'interrupted', message: 'gone' });
    const adding = deps.executions.addExecutions(
      'fenced',
      { accountId: account.id, importId: id },
      executionsOf(tradovateFile(THREE_PAIRS), account),
    );
    await expect(adding).rejects.toMatchObject({ code: 'interrupted' });
  });

  test('what a crash left unmatched is matched at the next start', async () => {
    const deps = depsOf(current().database);
    const { account } = await deps.accounts.ensureAccount('unmatched', MAIN);
    const target = { accountId: account.id, importId: null };
    await deps.executions.addExecutions('unmatched', target, executionsOf(tradovateFile(THREE_PAIRS), account));
    expect(await pnls('unmatched')).toEqual([]);
    await createImportService(deps).recover();
    expect(await pnls('unmatched')).toEqual([50, -25, 100]);
  });

  test('a match of a state that is no longer so writes nothing and is done again', async () => {
    const deps = depsOf(current().database);
    const { account } = await deps.accounts.ensureAccount('stale', MAIN);
    const target = { accountId: account.id, importId: null };
    const all = executionsOf(tradovateFile(THREE_PAIRS), account);
    await deps.executions.addExecutions('stale', target, all.slice(0, 2));
    let disturbed = false;
    const books: ImportDeps['books'] = {
      ...deps.books,
      async writeBatch(userId, where, batch) {
        if (!disturbed) await deps.executions.addExecutions('stale', target, all);
        const isWritten = await deps.books.writeBatch(userId, where, batch);
        expect(isWritten).toBe(disturbed);
        disturbed = true;
        return isWritten;
      },
    };
    await matchBooks({ books, settings: deps.settings }, { userId: 'stale', accountId: account.id });
    expect(await pnls('stale')).toEqual([50, -25, 100]);
  });

  test('a server that stops ends its imports as interrupted, and leaves nothing of them', async () => {
    const service = createImportService(depsOf(current().database));
    const id = await begin(service, 'stopped', tradovateFile(manyPairs(500)));
    await service.close();
    expect(await service.getImport('stopped', id)).toMatchObject({ status: 'failed', error: { code: 'interrupted' } });
    expect(await pnls('stopped')).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an import that fails half-way takes back what it stored, its account too', async () => {
    const deps = depsOf(current().database);
    const logged: unknown[] = [];
    const failing: ImportDeps = {
      ...deps,
      onError: (error) => void logged.push(error),
      imports: {
        ...deps.imports,
        finishImport: () => Promise.reject(Object.assign(new Error('disk full'), { code: '53100' })),
      },
    };
    const service = createImportService(failing);
    const report = await follow(service, 'full', await begin(service, 'full', tradovateFile(THREE_PAIRS)));
    await failing.queue.idle();
    expect(report).toMatchObject({ status: 'failed', error: { code: 'disk_full' } });
    expect(logged).toHaveLength(1);
    expect(await pnls('full')).toEqual([]);
    expect(await deps.accounts.listAccounts('full')).toEqual([]);
  });

  test('past a bound, more imports are refused', async () => {
    const service = createImportService({ ...depsOf(current().database), queue: createUserQueue(1) });
    const first = await begin(service, 'busy', tradovateFile(manyPairs(300)));
    await expect(begin(service, 'busy', 'x')).rejects.toMatchObject({ code: 'overloaded' });
    expect(await follow(service, 'busy', first)).toMatchObject({ status: 'done' });
  });
});

function executionsOf(text: string, account: { id: string }): StoredExecution[] {
  return withIds(account.id, parseFile(Buffer.from(text), UTC).executions);
}
