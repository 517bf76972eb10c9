/** A set of the evaluation: notes as if one trader had written them, and what is asked of them. */
import { basename } from 'node:path';
import { type EvalNote, readNotes } from './read-notes.ts';
import { type EvalQuestion, readQuestions } from './read-questions.ts';

export interface EvalSet {
  readonly name: string;
  readonly notes: readonly EvalNote[];
  readonly questions: readonly EvalQuestion[];
}

/** Throws where a note or a question cannot be read. */
export function readSet(folder: string): EvalSet {
  const name = basename(folder);
  const notes = readNotes(folder);
  const questions = readQuestions(folder, new Set(notes.map(({ id }) => id)));
  return { name, notes, questions: questions.map((question) => ({ ...question, set: name })) };
}
