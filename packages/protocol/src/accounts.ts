/** Bodies of `/api/accounts`. */
import { z } from 'zod';
import { userText } from './chat.ts';
import { Currency, Day, Decimal, TimeZone } from './journal-fields.ts';

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  broker: z.string().nullable(),
  time_zone: z.string().nullable(),
  currency: z.string(),
  demo: z.boolean(),
  balance: z.string().nullable(),
  deposits: z.array(z.object({ date: z.string(), amount: z.string() })),
});
export type Account = z.infer<typeof Account>;
const AccountFields = z
  .object({
    name: userText(128),
    broker: userText(64).nullish(),
    time_zone: TimeZone.nullish(),
    currency: Currency,
    /** Starting balance, in the account's currency. */
    balance: Decimal.nullish(),
    deposits: z.array(z.object({ date: Day, amount: Decimal }).strict()).max(10_000),
  })
  .strict();
export const NewAccount = AccountFields.extend({
  currency: Currency.default('USD'),
  deposits: AccountFields.shape.deposits.default([]),
});
export type NewAccount = z.infer<typeof NewAccount>;
/** Without the defaults of a new account: what is absent stays as it is. */
export const AccountPatch = AccountFields.partial();
export type AccountPatch = z.infer<typeof AccountPatch>;
