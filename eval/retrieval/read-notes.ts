/** The notes of the evaluation: made up by us, in six traders' voices, as if one of them had kept them all. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface EvalNote {
  /** As the questions name it: "m01". */
  readonly id: string;
  readonly date: string;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
  readonly text: string;
}

const HEAD = /^([a-z]\d\d) (\d{4}-\d\d-\d\d)((?: [A-Z0-9./]+)*)((?: #[\w-]+)*)$/;

/** All files of a folder's `notes/`. Throws where a head cannot be read or an id comes twice. */
export function readNotes(folder: string): EvalNote[] {
  const inside = join(folder, 'notes');
  const notes = globSync('*.txt', { cwd: inside })
    .sort()
    .flatMap((file) => readFileSync(join(inside, file), 'utf8').trim().split(/\n\n+/).map(toNote));
  if (new Set(notes.map(({ id }) => id)).size < notes.length) throw new Error('An id comes twice among the notes.');
  return notes;
}

function toNote(block: string): EvalNote {
  const [head = '', ...lines] = block.split('\n');
  const [, id = '', date = '', symbols = '', tags = ''] = HEAD.exec(head) ?? [];
  if (id === '') throw new Error(`This is not how a note begins: ${head}`);
  return { id, date, symbols: wordsOf(symbols), tags: wordsOf(tags.replaceAll('#', '')), text: lines.join('\n') };
}

function wordsOf(text: string): string[] {
  return text.split(' ').filter((word) => word !== '');
}
