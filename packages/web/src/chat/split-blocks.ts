/** Cuts a growing markdown text into blocks whose text no longer changes, so that only the last one is rendered again. */

/** A block as it is drawn: parts of one table or one paragraph stay one element on the page. */
export interface Block {
  readonly kind: 'markdown' | 'paragraph' | 'table' | 'code';
  /** Pieces of the source, in order; every piece but the last of the last block is final. */
  readonly parts: readonly string[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const TABLE_RULE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const TABLE_ROWS_A_PART = 24;
const ITEMS_A_BLOCK = 24;
const PARAGRAPH_PART = 1200;

/** Blocks of a markdown text. The same beginning of a text always gives the same blocks but for the last. */
export function splitBlocks(text: string): Block[] {
  return rawBlocks(text).map(toBlock);
}

/** Cuts at blank lines outside of fences; a list keeps its indented and loosely spaced items together. */
function rawBlocks(text: string): string[] {
  const blocks: string[] = [];
  let lines: string[] = [];
  let fence: string | null = null;
  let blank = false;
  let items = 0;
  const close = () => {
    if (lines.length > 0) blocks.push(lines.join('\n'));
    lines = [];
    items = 0;
  };
  for (const line of text.split('\n')) {
    if (fence !== null) {
      lines.push(line);
      if (closesFence(line, fence)) {
        fence = null;
        if (items === 0) close();
      }
      continue;
    }
    if (line.trim() === '') {
      blank = true;
      continue;
    }
    const item = LIST_ITEM.test(line);
    const opened = FENCE.exec(line)?.[1] ?? null;
    const indented = /^(?: {2,}|\t)/.test(line);
    const goesOn = items > 0 && (indented || (item && items < ITEMS_A_BLOCK));
    if (blank && !goesOn) close();
    else if (blank) lines.push('');
    if (item && !indented && items >= ITEMS_A_BLOCK) close();
    if (opened !== null && !(items > 0 && indented)) close();
    if (item && !indented) items += 1;
    blank = false;
    fence = opened;
    lines.push(line);
  }
  close();
  return blocks;
}

function closesFence(line: string, opened: string): boolean {
  const mark = line.trim();
  return mark.startsWith(opened) && mark === (opened[0] ?? '').repeat(mark.length);
}

function toBlock(source: string): Block {
  if (FENCE.test(source)) return { kind: 'code', parts: [source] };
  if (isTable(source)) return { kind: 'table', parts: tableParts(source) };
  if (source.length > PARAGRAPH_PART && isPlainParagraph(source)) {
    return { kind: 'paragraph', parts: paragraphParts(source) };
  }
  return { kind: 'markdown', parts: [source] };
}

function isTable(source: string): boolean {
  const [head, rule] = source.split('\n', 2);
  return head !== undefined && rule !== undefined && head.includes('|') && rule.includes('-') && TABLE_RULE.test(rule);
}

/** Parts of a long table, each with the head so that it can be parsed alone. */
function tableParts(source: string): string[] {
  const [head = '', rule = '', ...rows] = source.split('\n');
  const parts: string[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += TABLE_ROWS_A_PART) {
    parts.push([head, rule, ...rows.slice(from, from + TABLE_ROWS_A_PART)].join('\n'));
  }
  return parts;
}

function isPlainParagraph(source: string): boolean {
  return source.split('\n').every((line) => !/^ {0,3}(?:#{1,6}\s|>|=+\s*$|-+\s*$|(?:[-*+]|\d{1,9}[.)])\s)/.test(line));
}

/** Cuts a long paragraph behind a word where no mark is open, so that no emphasis or link is torn. */
function paragraphParts(source: string): string[] {
  const parts: string[] = [];
  let from = 0;
  while (source.length - from > PARAGRAPH_PART) {
    const to = cutAt(source, from + PARAGRAPH_PART, from);
    if (to === -1) break;
    parts.push(source.slice(from, to));
    from = to;
  }
  parts.push(source.slice(from));
  return parts;
}

function cutAt(source: string, wanted: number, from: number): number {
  const end = Math.min(source.length, wanted + PARAGRAPH_PART);
  for (let at = source.indexOf(' ', wanted); at !== -1 && at < end; at = source.indexOf(' ', at + 1)) {
    if (hasNoOpenMark(source.slice(from, at))) return at + 1;
  }
  return -1;
}

function hasNoOpenMark(text: string): boolean {
  const even = (mark: RegExp) => (text.match(mark)?.length ?? 0) % 2 === 0;
  const open = (text.match(/[[(<]/g)?.length ?? 0) - (text.match(/[\])>]/g)?.length ?? 0);
  return even(/`/g) && even(/\*/g) && even(/_/g) && even(/~/g) && open === 0;
}
