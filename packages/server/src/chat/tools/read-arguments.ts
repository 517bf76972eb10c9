/** The arguments of a tool call: a model's JSON text, parsed and checked; what is wrong with it in words for the model. */
import type { z } from 'zod';

/** Longer than any question to a tool can be; not even parsed. */
const MAX_TEXT = 20_000;
const MAX_FAULTS = 12;

/** All faults at once; `null` arguments are those that were not even an object. */
export type ReadArguments =
  | { readonly ok: true; readonly args: unknown; readonly given: Record<string, unknown> }
  | { readonly ok: false; readonly faults: readonly string[]; readonly given: Record<string, unknown> | null };

/** No text at all is no arguments: models that call a tool without any send that. */
export function readArguments(text: string, schema: z.ZodType): ReadArguments {
  const given = parseObject(text.trim() === '' ? '{}' : text);
  if (!given) return { ok: false, given: null, faults: ['the arguments must be one JSON object'] };
  const parsed = schema.safeParse(given);
  if (parsed.success) return { ok: true, args: parsed.data, given };
  return { ok: false, given, faults: parsed.error.issues.slice(0, MAX_FAULTS).map(sayIssue) };
}

function parseObject(text: string): Record<string, unknown> | null {
  if (text.length > MAX_TEXT) return null;
  try {
    const said: unknown = JSON.parse(text, mend);
    // Some models write their JSON once more, as a text.
    const value: unknown = typeof said === 'string' ? JSON.parse(said, mend) : said;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    // An object that came out of JSON has string keys.
    return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

// Models send `null` for what they leave out, and money as a number: both are plain in what they mean.
function mend(key: string, value: unknown): unknown {
  if (value === null) return undefined;
  return (key === 'min_pnl' || key === 'max_pnl') && typeof value === 'number' ? String(value) : value;
}

function sayIssue(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.') || 'arguments';
  if (issue.code !== 'invalid_union') return `${path}: ${issue.message}`;
  const inner = new Set(issue.errors.flat().map((each) => each.message));
  return `${path}: ${[...inner].join(' or ') || issue.message}`;
}
