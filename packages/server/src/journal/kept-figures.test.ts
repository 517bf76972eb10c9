/** Figures are computed again exactly when something they rest on has changed. */
import { TradeQuery } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { createImportStore } from '../db/import-store.ts';
import { createJournalVersions } from '../db/journal-versions.ts';
import { createNoteStore } from '../db/note-store.ts';
import { createSettingsStore } from '../db/settings-store.ts';
import { createTradeEngine } from '../db/trade-engine/trade-engine.ts';
import { describeOnDatabases } from '../testing/test-database.ts';
import { keepFigures, keepLists } from './kept-figures.ts';

const QUERY = TradeQuery.parse({ metrics: ['pnl'] });

describeOnDatabases('kept figures', (current) => {
  test('are those of the journal as it is', async () => {
    const { database } = current();
    const versions = createJournalVersions(database);
    const engine = createTradeEngine({ database, defaultTimeZone: 'UTC' });
    let computed = 0;
    const kept = keepFigures(
      {
        query(userId, query) {
          computed += 1;
          return engine.query(userId, query);
        },
      },
      versions,
    );
    const again = async (userId = 'a') => {
      const before = computed;
      const result = await kept.query(userId, QUERY);
      return { anew: computed > before, basis: result.fee_basis };
    };
    expect(await again()).toEqual({ anew: true, basis: 'net' });
    expect(await again()).toEqual({ anew: false, basis: 'net' });
    const settings = createSettingsStore(database, { timeZone: 'UTC' });
    await settings.patchSettings('a', { fee_basis: 'gross' });
    expect(await again()).toEqual({ anew: true, basis: 'gross' });
    await createNoteStore(database).createNote('a', { text: 'A note.', date: '2026-01-01', symbols: [], tags: [] });
    expect(await again()).toEqual({ anew: false, basis: 'gross' });
    await settings.patchSettings('b', { fee_basis: 'gross' });
    expect((await again()).anew).toBe(false);
    const wish = { id: crypto.randomUUID(), fileName: 'f', timeZone: 'UTC', dryRun: false, account: null };
    await createImportStore(database, 'i').createImport('a', wish);
    expect((await again()).anew).toBe(true);
    const before = await versions.readVersion('a');
    await versions.prune();
    expect(await versions.readVersion('a')).not.toBe(before);
  });

  test('are kept beside lists, which are read again as figures are', async () => {
    const { database } = current();
    const versions = createJournalVersions(database);
    let read = 0;
    const reader = {
      async listPositions(_userId: string) {
        read += 1;
        return [];
      },
      listTrades: async () => [],
    };
    const kept = keepLists(reader, versions);
    await kept.listPositions('lists');
    await kept.listPositions('lists');
    expect(read).toBe(1);
    await createSettingsStore(database, { timeZone: 'UTC' }).patchSettings('lists', { fee_basis: 'gross' });
    await kept.listPositions('lists');
    expect(read).toBe(2);
  });

  test('that failed are not kept', async () => {
    const versions = createJournalVersions(current().database);
    let tries = 0;
    const engine = keepFigures(
      {
        async query() {
          tries += 1;
          throw new Error('not now');
        },
      },
      versions,
    );
    await expect(engine.query('c', QUERY)).rejects.toThrow('not now');
    await expect(engine.query('c', QUERY)).rejects.toThrow('not now');
    expect(tries).toBe(2);
  });
});
