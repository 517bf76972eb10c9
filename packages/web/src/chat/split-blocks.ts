/** Cuts a growing markdown text into blocks whose text no longer changes, so that only the last one is rendered again. */

/** A block as it is drawn: parts of one table, paragraph or listing stay one element on the page. */
export interface Block {
  readonly kind: 'markdown' | 'paragraph' | 'table' | 'code';
  /** Pieces of the source, in order (of a listing: its bare lines); all but the last of the last block are final. */
  readonly parts: readonly string[];
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const LIST_ITEM = /^ {0,3}(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const TABLE_RULE = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
const TABLE_ROWS_A_PART = 24;
// The browser measures a whole table for each new row: past this many a new one begins, with the same head.
const TABLE_PARTS_A_BLOCK = 6;
const CODE_LINES_A_PART = 60;
const ITEMS_A_BLOCK = 24;
const PARAGRAPH_PART = 1200;

/** Blocks of a markdown text. The same beginning of a text always gives the same blocks but for the last. */
export function splitBlocks(text: string): Block[] {
  return rawBlocks(text).flatMap(toBlocks);
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

function toBlocks(source: string): Block[] {
  if (FENCE.test(source)) return [{ kind: 'code', parts: codeParts(source) }];
  if (isTable(source)) {
    const parts = tableParts(source);
    return chunks(parts, TABLE_PARTS_A_BLOCK).map((some) => ({ kind: 'table', parts: some }));
  }
  if (source.length > PARAGRAPH_PART && isPlainParagraph(source)) {
    return [{ kind: 'paragraph', parts: paragraphParts(source) }];
  }
  return [{ kind: 'markdown', parts: [source] }];
}

/** The lines between the fences; no markdown is in them. */
function codeParts(source: string): string[] {
  const [opening = '', ...lines] = source.split('\n');
  const fence = FENCE.exec(opening)?.[1] ?? '';
  const last = lines.at(-1);
  if (last !== undefined && closesFence(last, fence)) lines.pop();
  return chunks(lines, CODE_LINES_A_PART).map((some) => some.join('\n'));
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const count = Math.max(1, Math.ceil(items.length / size));
  return Array.from({ length: count }, (_, at) => items.slice(at * size, (at + 1) * size));
}

function isTable(source: string): boolean {
  const [head = '', rule = ''] = source.split('\n', 2);
  return head.includes('|') && rule.includes('-') && TABLE_RULE.test(rule) && cellCount(head) === cellCount(rule);
}

/** How many cells a line of a table has: a head and its rule must have the same, or they are no table. */
export function cellCount(line: string): number {
  const inner = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inner.split(/(?<!\\)\|/).length;
}

/** Parts of a long table, each with the head so that it can be parsed alone. */
function tableParts(source: string): string[] {
  const [head = '', rule = '', ...rows] = source.split('\n');
  return chunks(rows, TABLE_ROWS_A_PART).map((some) => [head, rule, ...some].join('\n'));
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
