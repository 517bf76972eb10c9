/** "What did I write about ...": the notes themselves, quoted. */
import type { Note } from '@tradistry/protocol';
import { answered, type Draft, type Work } from './answer-parts.ts';
import { escapeLine } from './compose.ts';
import { quoteNotes } from './quote-notes.ts';
import { sayPeriod } from './say-filters.ts';

const MOST_NOTES = 5;

/** Answers from the notes alone. */
export async function sayNotes(work: Work): Promise<Draft> {
  const { reading, desk } = work;
  const { notes, isByDate } = await findNotes(work);
  if (notes.length === 0 && !(await hasNotes(work)))
    return answered('You have not written any notes yet. Notes you add to a day or a trade can be asked for here.');
  const about = aboutOf(work);
  const period = sayPeriod(reading.filters.period, desk.clock.today);
  if (notes.length === 0) return answered(`You have no notes${about}${period}.`);
  const { text, sources } = quoteNotes(notes);
  const many = notes.length === 1 ? 'one note' : `${notes.length} notes`;
  const lead = isByDate
    ? `Your ${notes.length === 1 ? 'note' : `newest ${many}`}${about}${period}:`
    : `You wrote ${many}${about}${period}${notes.length === MOST_NOTES ? ', the best matches first' : ''}:`;
  return { understood: true, pieces: [`${lead}\n\n${text}`], sources };
}

async function findNotes({ reading, asker, notes }: Work): Promise<{ notes: Note[]; isByDate: boolean }> {
  const { period, symbols = [], tags = [] } = reading.filters;
  const words = reading.noteWords;
  const search = { symbols, from: period?.from ?? null, to: period?.to ?? null };
  const found = await notes.findNotes(asker.userId, { ...search, words, limit: tags.length > 0 ? 50 : MOST_NOTES });
  const tagged = tags.length > 0 ? await notes.findNotes(asker.userId, { ...search, words: null, limit: 200 }) : [];
  const wanted = tags.map((tag) => tag.toLowerCase());
  const withTag = tagged.filter((note) => note.tags.some((tag) => wanted.includes(tag.toLowerCase())));
  const all = [...new Map([...withTag, ...found].map((note) => [note.id, note])).values()];
  return { notes: all.slice(0, MOST_NOTES), isByDate: words === null };
}

async function hasNotes({ asker, notes }: Work): Promise<boolean> {
  return (await notes.findNotes(asker.userId, { words: null, symbols: [], from: null, to: null, limit: 1 })).length > 0;
}

function aboutOf({ reading }: Work): string {
  const named = [
    ...(reading.filters.symbols ?? []),
    ...(reading.noteWords ? [`“${reading.noteWords}”`] : (reading.filters.tags ?? [])),
  ];
  return named.length > 0 ? ` about ${named.map(escapeLine).join(' and ')}` : '';
}
