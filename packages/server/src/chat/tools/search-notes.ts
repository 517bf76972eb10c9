/** The tool that searches the trader's notes. */
import { type Note, userText } from '@tradistry/protocol';
import { z } from 'zod';
import { sayMany } from './say-tool.ts';
import { defineTool, type ToolAsker } from './tool.ts';

const NOTE_LENGTH = 1200;
const TITLE_LENGTH = 80;

export const searchNotes = defineTool({
  name: 'search_notes',
  description: "The trader's own notes, best match first; without words the newest. Cite a note as [n].",
  doing: 'Searching your notes',
  schema: z
    .object({
      words: userText(500).optional(),
      symbols: z.array(userText(128)).max(20).default([]),
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      limit: z.int().min(1).max(20).default(8),
    })
    .strict(),
  async run({ notes }, asker, { words = null, symbols, from = null, to = null, limit }) {
    const found = await notes.findNotes(asker.userId, { words, symbols, from, to, limit });
    return {
      summary: sayMany(found.length, 'note'),
      basis: `Notes as the trader wrote them, by local day; their numbers are not checked. n ${found.length}.`,
      rows: found.length === 0 ? ['no notes match'] : found.map((note) => rowOf(note, asker)),
    };
  },
});

function rowOf({ id, text, date, symbols }: Note, asker: ToolAsker): string {
  const n = asker.cite({ kind: 'note', id, title: text.slice(0, TITLE_LENGTH).toWellFormed(), date });
  const cut = text.length > NOTE_LENGTH ? `${text.slice(0, NOTE_LENGTH).toWellFormed()} (cut)` : text;
  return `[${n}] ${date} ${symbols.join(' ')}: ${cut}`;
}
