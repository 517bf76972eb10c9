/** Fills: as programs send them, and as they are shown. */
import { z } from 'zod';
import { userText } from './chat.ts';
import { Currency, Day, Decimal, Instant } from './journal-fields.ts';
import { AssetClass } from './trade-query.ts';

/** One fill as a program sends it. Fees are a cost: positive lowers the P&L. */
export const NewExecution = z
  .object({
    external_id: userText(255),
    time: Instant,
    symbol: userText(64),
    asset_class: AssetClass,
    side: z.enum(['buy', 'sell']),
    quantity: Decimal.refine((q) => Number(q) > 0, 'must be greater than 0'),
    price: Decimal,
    fees: Decimal.default('0'),
    /** Needed for a future that is not in the table of point values. */
    multiplier: Decimal.refine((multiplier) => Number(multiplier) > 0, 'must be greater than 0').optional(),
    currency: Currency.default('USD'),
    underlying: userText(64).optional(),
    expiry: Day.optional(),
    strike: Decimal.optional(),
    right: z.enum(['call', 'put']).optional(),
    order_id: userText(128).optional(),
  })
  .strict();
export type NewExecution = z.infer<typeof NewExecution>;
export const NewExecutions = z
  .object({ account: userText(128).default('API'), executions: z.array(NewExecution).min(1).max(10_000) })
  .strict();
export type NewExecutions = z.infer<typeof NewExecutions>;
export const ExecutionsAccepted = z.object({ added: z.int(), known: z.int(), trades: z.int(), review: z.int() });
export type ExecutionsAccepted = z.infer<typeof ExecutionsAccepted>;

export const Fill = z.object({
  id: z.string(),
  time: z.string(),
  /** `null` where an expiry or assignment does not say. */
  side: z.enum(['buy', 'sell']).nullable(),
  quantity: z.string(),
  price: z.string(),
  fees: z.string(),
  kind: z.string(),
});
export type Fill = z.infer<typeof Fill>;

/** An execution that matching could not place, and why; it is in no figure. */
export const ReviewExecution = Fill.extend({
  account_id: z.string(),
  account: z.string(),
  symbol: z.string(),
  asset_class: AssetClass,
  currency: z.string(),
  import_id: z.string().nullable(),
  /** Line of the imported file; 0: it came by the API. */
  row: z.int(),
  code: z.string(),
  message: z.string(),
});
export type ReviewExecution = z.infer<typeof ReviewExecution>;
