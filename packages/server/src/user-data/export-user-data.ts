/** Everything that a user has, as one archive. */
import type { Readable } from 'node:stream';
import type { Settings } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import { describeArchive } from './describe-archive.ts';
import { encodeRows } from './encode-rows.ts';
import { type ArchiveFile, openArchive } from './open-archive.ts';
import type { ExportStore } from './ports.ts';

export interface ExportDeps {
  readonly store: ExportStore;
  readonly settings: { getSettings(userId: string): Promise<Settings> };
  readonly now: () => Date;
}

/** An archive to be read or destroyed. */
export interface UserArchive {
  /** For example `tradistry-2026-11-25.zip`. */
  readonly fileName: string;
  readonly content: Readable;
}

/** Refuses with `conflict` while an archive of the user's is being read. */
export type ExportUserData = (userId: string) => Promise<UserArchive>;

/** One archive a user at a time, in this process. */
export function createExport(deps: ExportDeps): ExportUserData {
  const reading = new Set<string>();
  return async (userId) => {
    if (reading.has(userId)) throw isRunning();
    reading.add(userId);
    try {
      const archive = await openUserArchive(deps, userId);
      archive.content.once('close', () => reading.delete(userId));
      return archive;
    } catch (error) {
      reading.delete(userId);
      throw error;
    }
  };
}

async function openUserArchive({ store, settings, now }: ExportDeps, userId: string): Promise<UserArchive> {
  const made = now();
  const files = await store.listFiles(userId);
  const readme = describeArchive(files, { settings: await settings.getSettings(userId), made });
  const content: ArchiveFile[] = [
    { name: 'README.txt', open: () => textOf(readme) },
    ...files.map((file) => ({ name: file.name, open: () => encodeRows(file) })),
  ];
  return { fileName: `tradistry-${made.toISOString().slice(0, 10)}.zip`, content: openArchive(content, made) };
}

async function* textOf(text: string): AsyncGenerator<string> {
  yield text;
}

function isRunning(): Refusal {
  return new Refusal('conflict', 'An export of yours is being downloaded already. Wait for its end, or cancel it.');
}
