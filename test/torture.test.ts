/** A small torture: one seeded run in each mode that there is the means for. `npm run torture` is the full one. */
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, inject, test } from 'vitest';
import { openPool } from '../packages/server/src/db/database.ts';
import { copyTemplateFolder, dropSchema } from '../packages/server/src/testing/test-database.ts';
import { torture } from '../torture/lanes.ts';

const SMALL = { turns: 2, blows: 1 };
/** A run has a bound of its own (`torture/run.ts`), which says which turn did not end. */
const TIMEOUT_MS = 300_000;
const RUN = { runs: 1, lanes: 1, size: SMALL };

const [databaseUrl, redisUrl] = [inject('databaseUrl'), inject('redisUrl')];
/** A schema of its own for each mode. The PostgreSQL of the tests is killed by nobody. */
const databaseOf = (mode: string) => ({ url: databaseUrl ?? '', schema: `t_${mode}_${suffix}` });
const suffix = randomBytes(4).toString('hex');

describe.concurrent('nothing is lost, doubled or left running, and every stream ends once', {
  timeout: TIMEOUT_MS,
}, () => {
  let template = '';
  beforeAll(() => {
    template = copyTemplateFolder();
  });
  afterAll(async () => {
    rmSync(template, { recursive: true, force: true });
    if (!databaseUrl) return;
    const pool = openPool({ connection: { url: databaseUrl }, poolSize: 1 });
    for (const mode of ['postgres', 'valkey']) await dropSchema(pool, databaseOf(mode).schema);
    await pool.end();
  });

  test('when a server on its embedded database is killed, and lines and tabs break', async ({ expect }) => {
    const { violations, results } = await torture({ ...RUN, mode: 'embedded', seed: 6, template });
    expect(violations).toEqual([]);
    expect(results[0]?.strikes).toMatchObject({ server: 1, proxy: 1 });
  });

  test.runIf(databaseUrl)('when a server on PostgreSQL is killed', async ({ expect }) => {
    const { violations, results } = await torture({
      ...RUN,
      mode: 'postgres',
      seed: 4,
      database: databaseOf('postgres'),
    });
    expect(violations).toEqual([]);
    expect(results[0]?.strikes).toMatchObject({ server: 1, proxy: 1 });
  });

  test.runIf(databaseUrl && redisUrl)('when one of two instances is killed, and Valkey is', async ({ expect }) => {
    const { violations, results } = await torture({ ...RUN, mode: 'valkey', seed: 12, database: databaseOf('valkey') });
    expect(violations).toEqual([]);
    expect(results[0]?.strikes).toMatchObject({ server: 1, valkey: 1 });
  });
});
