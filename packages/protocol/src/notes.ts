/** Bodies of `/api/notes` and `/api/playbooks`: the user’s own words. */
import { z } from 'zod';
import { PageQuery, userText } from './chat.ts';
import { Day, Symbols, Tags } from './journal-fields.ts';

export const Note = z.object({
  id: z.string(),
  text: z.string(),
  trade_id: z.string().nullable(),
  date: z.string(),
  symbols: z.array(z.string()),
  tags: z.array(z.string()),
  demo: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Note = z.infer<typeof Note>;
export const NewNote = z
  .object({
    text: userText(32_000),
    trade_id: z.uuid().nullish(),
    /** The local day the note is about; absent: today. */
    date: Day.optional(),
    symbols: Symbols.default([]),
    tags: Tags.default([]),
  })
  .strict();
export type NewNote = z.infer<typeof NewNote>;
export const NotePatch = z
  .object({ text: userText(32_000), trade_id: z.uuid().nullable(), date: Day, symbols: Symbols, tags: Tags })
  .partial()
  .strict();
export type NotePatch = z.infer<typeof NotePatch>;
export const NoteListQuery = PageQuery.extend({ q: userText(500).optional() });
export type NoteListQuery = z.infer<typeof NoteListQuery>;

export const Playbook = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
  demo: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Playbook = z.infer<typeof Playbook>;
export const NewPlaybook = z.object({ name: userText(128), text: userText(32_000), tags: Tags.default([]) }).strict();
export type NewPlaybook = z.infer<typeof NewPlaybook>;
export const PlaybookPatch = z
  .object({ name: userText(128), text: userText(32_000), tags: Tags })
  .partial()
  .strict();
export type PlaybookPatch = z.infer<typeof PlaybookPatch>;
