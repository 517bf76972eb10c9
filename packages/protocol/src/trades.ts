/** Trades and positions, and how trades are listed and labelled. */
import { z } from 'zod';
import { PageQuery, userText } from './chat.ts';
import { Fill } from './executions.ts';
import { Day, Tags } from './journal-fields.ts';
import { AssetClass, HoldingSeconds, Outcome, Side, TradeFilters, TradeUnit } from './trade-query.ts';

/** What is held, and where. */
const HELD = {
  account_id: z.string(),
  account: z.string(),
  symbol: z.string(),
  underlying: z.string(),
  asset_class: AssetClass,
  side: Side,
};

/** A round trip. P&L is realized; an open trade has no `exit_time`. Times are UTC, money is in `currency`. */
export const Trade = z.object({
  id: z.string(),
  unit: TradeUnit,
  ...HELD,
  status: z.enum(['open', 'closed']),
  quantity: z.string(),
  entry_time: z.string(),
  exit_time: z.string().nullable(),
  entry_price: z.string(),
  exit_price: z.string().nullable(),
  multiplier: z.string(),
  gross_pnl: z.string(),
  fees: z.string(),
  net_pnl: z.string(),
  currency: z.string(),
  holding_seconds: z.number().nullable(),
  tags: z.array(z.string()),
  setup: z.string().nullable(),
  demo: z.boolean(),
});
export type Trade = z.infer<typeof Trade>;

/** One trade with what it is made of. */
export const TradeDetail = Trade.extend({ executions: z.array(Fill), pairs: z.array(Trade) });
export type TradeDetail = z.infer<typeof TradeDetail>;

export const Position = z.object({
  ...HELD,
  quantity: z.string(),
  average_price: z.string(),
  multiplier: z.string(),
  cost: z.string(),
  currency: z.string(),
  opened_at: z.string(),
});
export type Position = z.infer<typeof Position>;

/** A tag and how many trades and notes carry it. */
export const Tag = z.object({ name: z.string(), trades: z.int(), notes: z.int() });
export type Tag = z.infer<typeof Tag>;
export const TradePatch = z
  .object({ tags: Tags, setup: userText(128).nullable() })
  .partial()
  .strict();
export type TradePatch = z.infer<typeof TradePatch>;

/** A query-string list: `symbols=AAPL,NVDA`, repeated or not. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      [value]
        .flat()
        .flatMap((text) => text.split(','))
        .filter((text) => text.trim() !== ''),
    )
    // Whether a text is one of `T`'s is for `T` to say at run time; the types would have it known before.
    .pipe(z.array(item).min(1).max(200) as unknown as z.ZodType<z.output<T>[], string[]>)
    .optional();
const words = listOf(userText(128));

/** `GET /api/trades`: the filters of `TradeFilters`, flat; newest first by exit, what is still open before it. */
export const TradeListQuery = PageQuery.extend({
  from: Day.optional(),
  to: Day.optional(),
  symbols: words,
  exclude_symbols: words,
  sides: listOf(Side),
  tags: words,
  setups: words,
  accounts: words,
  asset_classes: listOf(AssetClass),
  weekdays: listOf(z.coerce.number().int().min(1).max(7)),
  hours: listOf(z.coerce.number().int().min(0).max(23)),
  outcomes: listOf(Outcome),
  min_pnl: TradeFilters.shape.min_pnl,
  max_pnl: TradeFilters.shape.max_pnl,
  min_holding_seconds: z.coerce.number().pipe(HoldingSeconds.shape.min.unwrap()).optional(),
  max_holding_seconds: z.coerce.number().pipe(HoldingSeconds.shape.max.unwrap()).optional(),
  first_of_day: z.coerce.number().int().min(1).max(1000).optional(),
  last_n: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** Absent: the user's setting. */
  unit: TradeUnit.optional(),
  status: z.enum(['open', 'closed', 'all']).default('all'),
  sort: z.enum(['exit_time', 'entry_time']).default('exit_time'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type TradeListQuery = z.infer<typeof TradeListQuery>;
