/** A ZIP archive that is made while it is read: a page of one file is in memory, and the next is made when the reader wants it. */
import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** A file of the archive; `open` is called when its turn comes. */
export interface ArchiveFile {
  readonly name: string;
  open(): AsyncIterable<string>;
}

/** Destroying the stream ends the work; a file that fails destroys it, so that nobody takes half an archive for a whole one. */
export function openArchive(files: readonly ArchiveFile[], made: Date): Readable {
  const zip = new ZipFile();
  const archive = new PassThrough();
  const fail = (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error)));
  let current: Readable | null = null;
  for (const { name, open } of files) {
    zip.addReadStreamLazy(name, { mtime: made }, (take) => {
      current = Readable.from(open(), { objectMode: false }).on('error', fail);
      take(null, current);
    });
  }
  zip.on('error', fail);
  zip.outputStream.pipe(archive);
  archive.on('close', () => current?.destroy());
  zip.end();
  return archive;
}
