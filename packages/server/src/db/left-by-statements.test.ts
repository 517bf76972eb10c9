/** A statement that was answered is forgotten at once: thousands a minute would else fill the heap until all of it has to be collected. */
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { leftByEach } from '../testing/left-by-each.ts';
import { describeOnDatabases } from '../testing/test-database.ts';

const FIVE_ROWS = sql`SELECT n, 'row ' || n AS name FROM generate_series(1, 5) n`;

describeOnDatabases('what statements leave in the heap', (current) => {
  test('is next to nothing of a transaction with three of them', async () => {
    const { database } = current();
    const ask = () =>
      database.asUser('somebody', (tx) =>
        Promise.all([FIVE_ROWS.execute(tx), FIVE_ROWS.execute(tx), FIVE_ROWS.execute(tx)]),
      );
    const { heapBytes } = await leftByEach(ask);
    expect(heapBytes).toBeLessThan(1000);
  });
});
