/** Makes the unfinished end of a streaming text readable: open emphasis and code are closed, half a link or table head is held back. */
import { cellCount } from './split-blocks.ts';

/** The last part of a text that is still growing, as it should be drawn now. */
export function closeMarks(source: string): string {
  const held = holdBack(source);
  const ticks = held.match(/`+/g) ?? [];
  if (ticks.filter((run) => run.length === 1).length % 2 === 1) return `${held}\``;
  // A mark at the very end opens or closes nothing yet: it is held back until the next word.
  const text = held.replace(/[\s*]+$/, '');
  return text + closing(text.replace(/`[^`]*`/g, ''));
}

function holdBack(source: string): string {
  if (isHeadOnly(source)) return '';
  const lastLine = source.slice(source.lastIndexOf('\n') + 1);
  // A row is short until its last cell has come.
  if (/^\s*\|/.test(lastLine) && !/\|\s*$/.test(lastLine.slice(1))) {
    return source.slice(0, source.length - lastLine.length);
  }
  const link = /!?\[[^\]\n]*(?:\](?:\([^)\n]*)?)?$/.exec(source);
  return link && !link[0].endsWith(']') ? source.slice(0, link.index) : source;
}

/** A table's head is a paragraph until the whole of its rule has come. */
function isHeadOnly(source: string): boolean {
  const [head = '', rule = '', ...rows] = source.split('\n');
  if (!/^\s*\|/.test(head) || rows.length > 0) return false;
  return rule === '' || (/^[\s|:-]*$/.test(rule) && (cellCount(rule) < cellCount(head) || !/\|\s*$/.test(rule)));
}

function closing(text: string): string {
  const strong = (text.match(/\*\*/g)?.length ?? 0) % 2 === 1;
  const single = text.replace(/\*\*/g, '').match(/\*(?=\S)|(?<=\S)\*/g)?.length ?? 0;
  return `${single % 2 === 1 ? '*' : ''}${strong ? '**' : ''}`;
}
