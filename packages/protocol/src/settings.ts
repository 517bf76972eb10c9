/** What a user has set, and how they erase themselves. */
import { z } from 'zod';
import { userText } from './chat.ts';
import { Currency, TimeZone } from './journal-fields.ts';
import { FeeBasis, TradeUnit } from './trade-query.ts';

export const Settings = z.object({
  time_zone: TimeZone,
  currency: Currency,
  fee_basis: FeeBasis,
  unit: TradeUnit,
  matching: z.enum(['fifo', 'average']),
  /** A configured model, tried first; `null`: the first of the list. */
  model: userText(200).nullable(),
});
export type Settings = z.infer<typeof Settings>;
export const SettingsPatch = Settings.partial().strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** `DELETE /api/account`, where a client wants to be sure that it was meant. */
export const EraseAccount = z.object({ confirm: z.literal('erase') }).strict();
