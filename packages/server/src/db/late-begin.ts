/** Kysely on a `pg` pool, where a transaction's first statement brings its own BEGIN: one round trip less for each. */
import { type Driver, PostgresDialect, PostgresDriver } from 'kysely';
import type pg from 'pg';

/** The first statement of every transaction must begin with `BEGIN;`. Commit and rollback are Kysely's. */
export class LateBeginDialect extends PostgresDialect {
  readonly #pool: pg.Pool;

  constructor(pool: pg.Pool) {
    super({ pool });
    this.#pool = pool;
  }

  override createDriver(): Driver {
    return new LateBeginDriver({ pool: this.#pool });
  }
}

class LateBeginDriver extends PostgresDriver {
  override async beginTransaction(): Promise<void> {
    // The first statement does it.
  }
}
