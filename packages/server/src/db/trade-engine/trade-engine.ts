/** Compiles a `TradeQuery` to SQL, runs it as its user, and says what its figures mean. Every figure anybody sees comes from here. */
import { TimeZone, type TradeFilters, type TradeQuery, type TradeResult } from '@tradistry/protocol';
import type { TradeEngine } from '../../journal/trade-ports.ts';
import { Refusal } from '../../refusal.ts';
import type { Database, Tx } from '../database.ts';
import { readSettings } from '../settings-store.ts';
import { countLeftOut } from './completeness.ts';
import { DEFINITIONS } from './definitions.ts';
import { finishRows, groupsOf, neededMetrics } from './finish-rows.ts';
import { readRows } from './read-rows.ts';
import type { RawRow } from './row-statement.ts';
import type { TradeScope } from './trade-filter.ts';

interface Options {
  readonly database: Database;
  /** For users who have not set theirs. */
  readonly defaultTimeZone: string;
}

/**
 * The engine over `database`. Sums of money are exact and keep all their digits; means and ratios have ten.
 * Rows are per currency. Throws `Refusal` `invalid_request` for a time zone or an order that does not exist.
 */
export function createTradeEngine({ database, defaultTimeZone }: Options): TradeEngine {
  const checkZone = createZoneCheck();
  return {
    async query(userId, query) {
      checkOrder(query);
      const read = await database.asLongReader(userId, (tx) =>
        readAll(tx, query, { userId, defaultTimeZone, checkZone }),
      );
      return {
        ...describe(query, read),
        rows: await finishRows(read.rows, query),
        ...(read.compared && { compared: await finishRows(read.compared, query) }),
      };
    },
  };
}

interface Read {
  readonly scope: TradeScope;
  readonly rows: readonly RawRow[];
  readonly compared: readonly RawRow[] | undefined;
  readonly leftOut: { open: number; in_review: number };
}

interface Reader {
  readonly userId: string;
  readonly defaultTimeZone: string;
  readonly checkZone: (zone: string) => string;
}

async function readAll(tx: Tx, query: TradeQuery, user: Reader): Promise<Read> {
  const scope = await readScope(tx, query, user);
  const rowsOf = (filters: TradeFilters) =>
    readRows(tx, user.userId, { filters, scope, groupBy: groupsOf(query), metrics: neededMetrics(query) });
  const [rows, compared, leftOut] = await Promise.all([
    rowsOf(query.filters),
    query.compare_with && rowsOf(query.compare_with),
    countLeftOut(tx, query.filters, scope),
  ]);
  return { scope, rows, compared, leftOut };
}

async function readScope(tx: Tx, query: TradeQuery, user: Reader): Promise<TradeScope> {
  const isWhole = query.time_zone && query.fee_basis && query.unit;
  const settings = isWhole ? undefined : await readSettings(tx, user.userId, user.defaultTimeZone);
  return {
    unit: query.unit ?? settings?.unit ?? 'trade',
    feeBasis: query.fee_basis ?? settings?.fee_basis ?? 'net',
    // What comes from the settings was checked when it was set, and the check is dear.
    timeZone: query.time_zone ? user.checkZone(query.time_zone) : (settings?.time_zone ?? user.defaultTimeZone),
    timeOf: query.time_of,
  };
}

/** Looking a zone up takes as long as a small query; there are some 600. */
function createZoneCheck(): Reader['checkZone'] {
  const known = new Set<string>();
  return (zone) => {
    if (!known.has(zone)) known.add(checkZone(zone));
    return zone;
  };
}

// An offset such as "+02:00" is a zone to JavaScript, but PostgreSQL reads its sign the other way round.
function checkZone(zone: string): string {
  if (/^[A-Za-z]/.test(zone) && TimeZone.safeParse(zone).success) return zone;
  throw new Refusal(
    'invalid_request',
    `There is no time zone "${zone}". Use an IANA name, for example Europe/Berlin.`,
    {
      errors: [{ path: 'time_zone', message: 'must be an IANA time zone, for example Europe/Berlin' }],
    },
  );
}

function checkOrder(query: TradeQuery): void {
  const key = query.order_by?.key;
  if (key === undefined || key in DEFINITIONS || groupsOf(query).some((group) => group === key)) return;
  throw new Refusal('invalid_request', `Rows cannot be ordered by "${key}": they are not grouped by it.`, {
    errors: [{ path: 'order_by.key', message: 'must be a metric or one of group_by' }],
  });
}

function describe(query: TradeQuery, { scope, rows, leftOut }: Read): Omit<TradeResult, 'rows' | 'compared'> {
  const { from, to } = query.filters.period ?? {};
  const included = rows[0]?.total ?? rows.reduce((sum, row) => sum + row.n, 0);
  return {
    definitions: Object.fromEntries(query.metrics.map((metric) => [metric, DEFINITIONS[metric]])),
    unit: scope.unit,
    fee_basis: scope.feeBasis,
    time_zone: scope.timeZone,
    time_of: scope.timeOf,
    period: {
      from: from ?? rows.map((row) => row.first_day).sort()[0] ?? null,
      to:
        to ??
        rows
          .map((row) => row.last_day)
          .sort()
          .at(-1) ??
        null,
    },
    n: included,
    completeness: { included, matching: rows[0]?.matching ?? included, ...leftOut },
  };
}
