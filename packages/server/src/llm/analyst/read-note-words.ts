/** What notes are searched for: the words of the question that are neither about notes nor about time. */
import { NOTES } from './intent-phrases.ts';
import { FILLER } from './lexicon.ts';
import { openQuestion } from './question-text.ts';
import { takeSymbols } from './read-names.ts';
import type { ReadingContext } from './read-part.ts';
import { takePeriod } from './read-period.ts';

const ABOUT_NOTES =
  /\b(?:notes?|journal|entry|entries|wrote|write|written|writing|noted|say|said|about|regarding|mention(?:ed|ing)?|anything|something|everything|things?|find|search|list|read|when|newest|latest|recent|last|show|thoughts?|think|thought|record(?:ed)?|tagged|jotted|down)\b/g;

/** The words, or null where none is left: then the newest notes are meant. */
export function readNoteWords(question: string, context: ReadingContext): string | null {
  const text = openQuestion(question);
  text.take(NOTES);
  takePeriod(text, context.today);
  takeSymbols(text, context.names.symbols);
  const words =
    text
      .rest()
      .replace(ABOUT_NOTES, ' ')
      .match(/[\p{L}\d][\p{L}\d'-]*/gu) ?? [];
  const kept = words.filter((word) => !FILLER.has(word) && word !== 'was' && word.length > 1);
  return kept.length > 0 ? kept.join(' ') : null;
}
