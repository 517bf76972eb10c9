/** A text cut into pieces that an embedder can take in whole: at paragraphs, else at sentences, else at words. */

/** About 200 tokens of English; the local embedder reads no more than 256. */
const MOST_CHARACTERS = 800;
/** So little of a piece at the end goes with the one before it. */
const LITTLE = 0.15;
const SENTENCE_END = /(?<=[.!?…]["')\]]*)\s+|\n+/u;

/** Pieces in order, trimmed, none empty; a short text is one piece. */
export function cutText(text: string, most = MOST_CHARACTERS): string[] {
  const whole = text.trim();
  if (whole.length <= most * (1 + LITTLE)) return whole === '' ? [] : [whole];
  const pieces: string[] = [];
  let current = '';
  for (const part of partsOf(whole, most)) {
    if (current !== '' && current.length + part.length > most) {
      pieces.push(current.trim());
      current = '';
    }
    current += part;
  }
  const rest = current.trim();
  const last = pieces.at(-1);
  if (rest === '') return pieces;
  if (last !== undefined && rest.length < most * LITTLE) return [...pieces.slice(0, -1), `${last} ${rest}`];
  return [...pieces, rest];
}

/** Paragraphs; those that are too long as sentences, those again as words. Each keeps what separates it from the next. */
function partsOf(text: string, most: number): string[] {
  return split(text, /\n\s*\n/u).flatMap((paragraph) =>
    paragraph.length <= most
      ? [paragraph]
      : split(paragraph, SENTENCE_END).flatMap((sentence) =>
          sentence.length <= most ? [sentence] : splitWords(sentence, most),
        ),
  );
}

function split(text: string, at: RegExp): string[] {
  const parts: string[] = [];
  let from = 0;
  for (const match of text.matchAll(new RegExp(at, 'gu'))) {
    const end = match.index + match[0].length;
    parts.push(text.slice(from, end));
    from = end;
  }
  return [...parts, text.slice(from)].filter((part) => part !== '');
}

function splitWords(text: string, most: number): string[] {
  const parts: string[] = [];
  for (let rest = text; rest !== ''; ) {
    const space = rest.length <= most ? rest.length : rest.lastIndexOf(' ', most);
    const part = rest.slice(0, space > 0 ? space + 1 : most);
    // Half a surrogate pair at the cut is put to the next part.
    const whole = part.isWellFormed() || part.length < 2 ? part : part.slice(0, -1);
    parts.push(whole);
    rest = rest.slice(whole.length);
  }
  return parts;
}
