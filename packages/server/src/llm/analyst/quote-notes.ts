/** Notes as block quotes with a numbered mark each, and the sources that the marks stand for. */
import type { Note, Source } from '@tradistry/protocol';
import { escapeLine, escapeMarkdown } from './compose.ts';
import { writeDay } from './write-figure.ts';

const MOST_CHARACTERS = 600;
const TITLE_CHARACTERS = 80;

/** The quotes as Markdown, and their sources, numbered from 1. */
export function quoteNotes(notes: readonly Note[]): { text: string; sources: Source[] } {
  return {
    text: notes.map((note, index) => quote(note, index + 1)).join('\n\n'),
    sources: notes.map((note, index) => ({
      n: index + 1,
      kind: 'note',
      id: note.id,
      title: cut(note.text.replace(/\s+/g, ' '), TITLE_CHARACTERS),
      date: note.date,
    })),
  };
}

function quote(note: Note, n: number): string {
  const about = [...note.symbols, ...note.tags.map((tag) => `#${tag}`)].map(escapeLine);
  const lines = escapeMarkdown(cut(note.text.trim(), MOST_CHARACTERS)).split(/\r?\n/);
  const head = [writeDay(note.date), ...about].join(' · ');
  return [`**${head}** [${n}]`, '', ...lines.map((line) => `> ${line}`)].join('\n');
}

function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const short = text.slice(0, most);
  return `${short.slice(0, Math.max(short.lastIndexOf(' '), most - 40)).toWellFormed()}…`;
}
