/** What variables are made of: their shape, and the rules that many of them share. */
import { z } from 'zod';

export interface Variable {
  /** As the documentation shows it; `none` where the variable may stay unset. */
  readonly default: string;
  readonly description: string;
  /** May also be given as a file's path in `NAME_FILE`. */
  readonly secret?: true;
  readonly schema: z.ZodType;
}

export const text = z.string().trim().min(1);
export const url = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' });
export const count = (min: number, max: number) =>
  z.coerce.number({ error: 'must be a whole number' }).int('must be a whole number').min(min).max(max);
/** Unset and 0 both say: none. */
export const limit = (schema: z.ZodType<number>) => schema.optional().transform((value) => value || null);
/** 0 says: none. */
export const limitOf = (standard: number) =>
  count(0, 1_000_000_000)
    .default(standard)
    .transform((value) => value || null);
export const milliseconds = count(1, 86_400_000);
export const price = z.coerce.number({ error: 'must be a number' }).min(0).max(1_000_000);
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');
export const origins = text
  .transform((list) => splitList(list))
  .pipe(z.array(url.refine(isOrigin, 'must be an origin such as https://example.com')));

export function splitList(list: string): string[] {
  return list
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}

function isOrigin(value: string): boolean {
  return new URL(value).origin === value;
}
