/** Bodies of `/api/imports`: a broker’s file, and what became of each of its rows; the demo journal. */
import { z } from 'zod';
import { userText } from './chat.ts';
import { TimeZone } from './journal-fields.ts';

/** The file formats that can be read. */
export const ImportFormat = z.enum(['tradovate_performance', 'tastytrade', 'tradistry', 'generic']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** The form fields beside `file` of `POST /api/imports`. */
export const ImportFields = z.object({
  account: userText(128).optional(),
  time_zone: TimeZone.optional(),
  format: ImportFormat.optional(),
  dry_run: z
    .enum(['true', 'false', '1', '0'])
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
  /** For the generic format: a JSON object, our field name to the file's column name; kept for the next file with that header. */
  mapping: userText(8192).optional(),
});
export type ImportFields = z.infer<typeof ImportFields>;

export const ImportProblem = z.object({ row: z.int(), code: z.string(), message: z.string() });
export type ImportProblem = z.infer<typeof ImportProblem>;

/** The reconciliation of an import: every row of the file is in exactly one of the four counts. */
export const ImportReport = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'failed', 'undone']),
  /** 0 to 1. */
  progress: z.number(),
  file_name: z.string(),
  account_id: z.string().nullable(),
  account: z.string().nullable(),
  time_zone: z.string(),
  dry_run: z.boolean(),
  created_at: z.string(),
  format: ImportFormat.nullable(),
  rows: z.object({ read: z.int(), imported: z.int(), skipped: z.int(), review: z.int() }),
  executions: z.int(),
  trades: z.int(),
  /** Decimal strings; `stated` and `difference` are `null` where the file states no P&L. */
  pnl: z.object({ ours: z.string(), stated: z.string().nullable(), difference: z.string().nullable() }),
  problems: z.array(ImportProblem),
  /** What went wrong, in words, when `status` is `failed`. */
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      /** With code `mapping_needed`: what to ask for, to send again with `mapping`. `column`: what was recognised by itself. */
      mapping_needed: z
        .object({
          header: z.array(z.string()),
          fields: z.array(z.object({ name: z.string(), required: z.boolean(), column: z.string().nullable() })),
        })
        .optional(),
    })
    .nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;
export const ImportAccepted = z.object({ import_id: z.string() });

/** `GET /api/demo`: is the demo journal here, and has the user no executions at all. */
export const DemoStatus = z.object({ present: z.boolean(), empty: z.boolean() });
export type DemoStatus = z.infer<typeof DemoStatus>;
