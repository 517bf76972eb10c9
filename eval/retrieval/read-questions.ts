/** The questions of the evaluation, with the notes that answer each. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const KINDS = ['paraphrase', 'symbol', 'period', 'negation', 'typo', 'jargon'] as const;
export type QuestionKind = (typeof KINDS)[number];

export interface EvalQuestion {
  readonly kind: QuestionKind;
  readonly text: string;
  /** Ids of notes; to find any of them is to answer. */
  readonly gold: ReadonlySet<string>;
  /** Nothing is ever tuned by it. */
  readonly heldOut: boolean;
  /** Whose notes it is asked of: the name of the set. */
  readonly set: string;
}

/** The day on which all of them are asked. */
export const ASKED_ON = new Date('2025-12-19T12:00:00Z');

/** The `questions.txt` of a folder. Throws where a line cannot be read, or names a note that is not in `known`. */
export function readQuestions(folder: string, known: ReadonlySet<string>): Omit<EvalQuestion, 'set'>[] {
  const text = readFileSync(join(folder, 'questions.txt'), 'utf8');
  const sections = text.split(/^# /m).slice(1);
  const questions = sections.flatMap((section) => {
    const [kind = '', ...lines] = section.trim().split('\n');
    return lines.filter((line) => line !== '').map((line) => toQuestion(toKind(kind), line));
  });
  const strange = questions.flatMap(({ gold }) => [...gold]).filter((id) => !known.has(id));
  if (strange.length > 0) throw new Error(`There are no such notes: ${strange.join(' ')}`);
  return questions;
}

function toKind(name: string): QuestionKind {
  const kind = KINDS.find((each) => each === name);
  if (!kind) throw new Error(`There is no such kind of question: ${name}`);
  return kind;
}

function toQuestion(kind: QuestionKind, line: string): Omit<EvalQuestion, 'set'> {
  const [, mark = '', text = '', gold = ''] = /^([-*]) (.+) -> (.+)$/.exec(line) ?? [];
  if (text === '') throw new Error(`This is not a question with its notes: ${line}`);
  return { kind, text, gold: new Set(gold.split(' ')), heldOut: mark === '*' };
}
