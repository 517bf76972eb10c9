/** Reads a ZIP archive for tests: every file as text, by its name. */
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

export async function readArchive(bytes: Uint8Array): Promise<Map<string, string>> {
  const zip = await promisify<Buffer, { lazyEntries: boolean }, ZipFile>(fromBuffer)(Buffer.from(bytes), {
    lazyEntries: true,
  });
  const files = new Map<string, string>();
  const { promise, resolve, reject } = Promise.withResolvers<Map<string, string>>();
  zip.on('error', reject).on('end', () => resolve(files));
  zip.on('entry', (entry: Entry) =>
    zip.openReadStream(entry, async (error, stream) => {
      if (error) return reject(error);
      files.set(entry.fileName, await text(stream));
      zip.readEntry();
    }),
  );
  zip.readEntry();
  return promise;
}

/** The objects of a file of JSON lines. */
export function jsonLines(content = ''): Record<string, unknown>[] {
  // Each line is an object: what is in it is for the test to look at.
  return content.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));
}
