/** What people are told of an embedded database that does not open. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEmbedded } from './embedded.ts';

test('a database that opens too slowly is not called damaged, and its folder is free for the next try', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-slow-'));
  try {
    await expect(openEmbedded(folder, 1)).rejects.toThrow(
      /did not open within 0\.001 s\. None of its data was changed/,
    );
    const database = await openEmbedded(folder);
    await database.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
