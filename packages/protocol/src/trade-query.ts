/** The one semantic query over trades, and the shape of its result. Compiled to SQL by the server; used by REST, chat, analyst and charts. */
import { z } from 'zod';
import { userText } from './chat.ts';

/** What one row of the figures is: a round trip from flat to flat, one matched lot, or option legs opened together. */
export const TradeUnit = z.enum(['trade', 'pair', 'strategy']);
export type TradeUnit = z.infer<typeof TradeUnit>;

/** `net` is after commissions and fees, `gross` before them. */
export const FeeBasis = z.enum(['net', 'gross']);
export type FeeBasis = z.infer<typeof FeeBasis>;

/** Figures a query may ask for. `pnl` and all made of it follow the query's `fee_basis`. */
export const Metric = z.enum([
  'trades',
  'wins',
  'losses',
  'break_evens',
  'win_rate',
  'pnl',
  'gross_pnl',
  'fees',
  'avg_win',
  'avg_loss',
  'payoff',
  'profit_factor',
  'expectancy',
  'best',
  'worst',
  'max_drawdown',
  'max_win_streak',
  'max_loss_streak',
  'current_streak',
  'avg_holding_seconds',
  'quantity',
]);
export type Metric = z.infer<typeof Metric>;

/** What rows may be grouped by. */
export const GroupKey = z.enum([
  'symbol',
  'weekday',
  'hour',
  'side',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'account',
  'tag',
  'setup',
  'asset_class',
  'outcome',
]);
export type GroupKey = z.infer<typeof GroupKey>;

export const AssetClass = z.enum(['stock', 'option', 'future', 'crypto', 'forex']);
export type AssetClass = z.infer<typeof AssetClass>;
export const Side = z.enum(['long', 'short']);
export type Side = z.infer<typeof Side>;
export const Outcome = z.enum(['win', 'loss', 'break_even']);
export type Outcome = z.infer<typeof Outcome>;

const Day = z.iso.date();
const Money = z.string().regex(/^-?\d{1,18}(\.\d{1,8})?$/, 'must be a decimal number, for example "-12.50"');
/** Up to a century. */
const Seconds = z.number().min(0).max(3_200_000_000);
const Name = userText(128);
const list = <T extends z.ZodType>(item: T) => z.array(item).min(1).max(200);

/** Local dates of the query's time zone, both inclusive; either end may be open. */
export const Period = z.object({ from: Day.optional(), to: Day.optional() }).strict();
export type Period = z.infer<typeof Period>;

/** From the first entry to the last exit, both bounds inclusive; either may be open. */
export const HoldingSeconds = z.object({ min: Seconds.optional(), max: Seconds.optional() }).strict();
export type HoldingSeconds = z.infer<typeof HoldingSeconds>;

/** Which trades; every filter given must hold. A symbol matches the instrument or its underlying or futures root. */
export const TradeFilters = z
  .object({
    period: Period.optional(),
    symbols: list(Name).optional(),
    exclude_symbols: list(Name).optional(),
    sides: list(Side).optional(),
    tags: list(Name).optional(),
    setups: list(Name).optional(),
    /** Account ids or names. */
    accounts: list(Name).optional(),
    asset_classes: list(AssetClass).optional(),
    /** ISO weekdays: 1 is Monday, 7 is Sunday. */
    weekdays: list(z.int().min(1).max(7)).optional(),
    hours: list(z.int().min(0).max(23)).optional(),
    outcomes: list(Outcome).optional(),
    min_pnl: Money.optional(),
    max_pnl: Money.optional(),
    holding_seconds: HoldingSeconds.optional(),
    /** The first so many that were opened on their local day, among all trades. */
    first_of_day: z.int().min(1).max(1000).optional(),
    /** The newest so many, after all other filters. */
    last_n: z.int().min(1).max(1_000_000).optional(),
  })
  .strict();
export type TradeFilters = z.infer<typeof TradeFilters>;

/** What is asked of the trades. What is absent comes from the user's settings. */
export const TradeQuery = z
  .object({
    metrics: list(Metric),
    filters: TradeFilters.default({}),
    group_by: z.array(GroupKey).max(3).default([]),
    unit: TradeUnit.optional(),
    fee_basis: FeeBasis.optional(),
    /** IANA name. */
    time_zone: userText(64).optional(),
    /** Which end of the trade `period`, `weekday`, `hour` and the time groups look at. */
    time_of: z.enum(['entry', 'exit']).default('exit'),
    order_by: z
      .object({ key: z.union([Metric, GroupKey]), direction: z.enum(['asc', 'desc']).default('desc') })
      .strict()
      .optional(),
    limit: z.int().min(1).max(1000).default(100),
    /** A second set of filters: its rows come back as `compared`. */
    compare_with: TradeFilters.optional(),
  })
  .strict();
export type TradeQuery = z.infer<typeof TradeQuery>;
/** A query as it is sent, defaults still to be filled in. */
export type TradeQueryInput = z.input<typeof TradeQuery>;

/** One metric's value: money and ratios as decimal strings, counts and seconds as numbers, `null` where it is not defined. */
export const MetricValue = z.union([z.string(), z.number(), z.null()]);

export const TradeRow = z.object({
  group: z.record(z.string(), z.union([z.string(), z.number()])),
  currency: z.string(),
  n: z.int(),
  metrics: z.record(z.string(), MetricValue),
  /** Why a metric is `null`, by metric. */
  reasons: z.record(z.string(), z.string()),
  /** 95 % intervals `[low, high]`: Wilson for `win_rate`, bootstrap for `expectancy`, where asked for and n allows. */
  intervals: z.record(z.string(), z.tuple([z.string(), z.string()])),
  /** The newest trades behind the row, at most 100. */
  trade_ids: z.array(z.string()),
});
export type TradeRow = z.infer<typeof TradeRow>;

export const TradeResult = z.object({
  rows: z.array(TradeRow),
  compared: z.array(TradeRow).optional(),
  /** What each metric means, in one sentence. */
  definitions: z.record(z.string(), z.string()),
  unit: TradeUnit,
  fee_basis: FeeBasis,
  time_zone: z.string(),
  time_of: z.enum(['entry', 'exit']),
  period: z.object({ from: z.string().nullable(), to: z.string().nullable() }),
  n: z.int(),
  /** `included` of `matching` closed units are in the figures; what is open or in review is not, and is counted here. */
  completeness: z.object({ included: z.int(), matching: z.int(), open: z.int(), in_review: z.int() }),
});
export type TradeResult = z.infer<typeof TradeResult>;
