/** Bounds what counting costs: the time for one run of letters grows with the square of its length. */

/** UTF-16 code units counted at once. A cut may split a token, so the count may come out a little high, never low. */
const PIECE = 400;
/** What is longer is counted in part, and the rest taken to be like it. */
const MAX_UNITS = 200_000;

/** `count` of the whole of `text`, to within what the cuts add. */
export function countInPieces(text: string, count: (piece: string) => number): number {
  const end = Math.min(text.length, MAX_UNITS);
  let tokens = 0;
  let at = 0;
  while (at < end) {
    const next = cutAfter(text, at + PIECE, end);
    tokens += count(text.slice(at, next));
    at = next;
  }
  return text.length > end ? Math.ceil((tokens * text.length) / end) : tokens;
}

// Between words where there is a blank, and never between the halves of a character.
function cutAfter(text: string, wanted: number, end: number): number {
  if (wanted >= end) return end;
  const blank = text.lastIndexOf(' ', wanted);
  if (blank > wanted - PIECE / 2) return blank;
  const unit = text.charCodeAt(wanted - 1);
  return unit >= 0xd800 && unit <= 0xdbff ? wanted - 1 : wanted;
}
