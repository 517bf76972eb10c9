/** What fields of the journal hold: zones, days, decimals, currencies. */
import { z } from 'zod';
import { userText } from './chat.ts';

/** An IANA time zone that this runtime knows. */
export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, for example Europe/Berlin');

function isTimeZone(name: string): boolean {
  // An offset such as "+02:00" is a zone to JavaScript, but PostgreSQL reads its sign the other way round.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** A decimal number as a string: exact, never a float. */
export const Decimal = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,12})?$/, 'must be a decimal number as a string, for example "12.50"');
/** A calendar day that every part of the system can keep: PostgreSQL has no year 0. */
export const Day = z.iso
  .date({ abort: true })
  .refine((day) => day >= '1900-01-01' && day <= '2199-12-31', 'must be between 1900 and 2199');
export const Instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine((time) => time >= '1900-01-02' && time < '2199-12-31', 'must be between 1900 and 2199');
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
export const Currency = z.string().refine((code) => CURRENCIES.has(code), 'must be an ISO 4217 code, for example USD');
export const Symbols = z.array(userText(64)).max(50);
export const Tags = z.array(userText(64)).max(50);
