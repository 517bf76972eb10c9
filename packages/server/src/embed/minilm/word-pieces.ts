/** Cuts a text into the pieces of words that the model knows, as BERT's own tokenizer does (lower case, without accents). */

/** A text's first and last piece, and what stands for a word that cannot be put together. */
const [UNKNOWN, FIRST, LAST] = ['[UNK]', '[CLS]', '[SEP]'] as const;
const MOST_LETTERS = 100;

const UNSEEN = /[\0\ufffd]|(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}]/gu;
const ACCENT = /\p{Mn}/gu;
const IDEOGRAPH =
  /[\u{4e00}-\u{9fff}\u{3400}-\u{4dbf}\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\u{f900}-\u{faff}\u{2f800}-\u{2fa1f}]/gu;
const PUNCTUATION = /[!-/:-@[-`{-~\p{P}]/gu;

/** Numbers of pieces, at most `most` with the first and the last. */
export type WordPieces = (text: string, most: number) => number[];

export function createWordPieces(vocabulary: ReadonlyMap<string, number>): WordPieces {
  const numberOf = (piece: string) => {
    const found = vocabulary.get(piece);
    if (found === undefined) throw new Error(`the vocabulary has no ${piece}`);
    return found;
  };
  const [unknown, first, last] = [UNKNOWN, FIRST, LAST].map(numberOf) as [number, number, number];

  function cut(word: string): number[] {
    const letters = [...word];
    const pieces: number[] = [];
    for (let from = 0; from < letters.length; ) {
      const found = letters.length <= MOST_LETTERS ? longestPiece(letters, from) : undefined;
      if (!found) return [unknown];
      pieces.push(found.piece);
      from = found.end;
    }
    return pieces;
  }

  function longestPiece(letters: readonly string[], from: number) {
    const prefix = from > 0 ? '##' : '';
    for (let end = letters.length; end > from; end -= 1) {
      const piece = vocabulary.get(prefix + letters.slice(from, end).join(''));
      if (piece !== undefined) return { piece, end };
    }
    return undefined;
  }

  return (text, most) => [
    first,
    ...wordsOf(text)
      .flatMap(cut)
      .slice(0, most - 2),
    last,
  ];
}

/** Every mark and every ideograph is a word of its own. */
function wordsOf(text: string): string[] {
  const plain = text.replace(UNSEEN, '').replace(IDEOGRAPH, ' $& ').normalize('NFD').replace(ACCENT, '');
  // Letter by letter: a whole word's last sigma would become another letter.
  const lower = Array.from(plain, (letter) => letter.toLowerCase()).join('');
  return lower.replace(PUNCTUATION, ' $& ').split(/\s+/u).filter(Boolean);
}
