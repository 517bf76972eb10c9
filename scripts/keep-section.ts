/** Keeps what a command measured in the page that tells of it. */
import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces what stands between the markers of `name` in `page`. Throws where there are none. */
export function keepSection(page: string, name: string, text: string): void {
  const old = readFileSync(page, 'utf8');
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`];
  const [before, rest] = [old.indexOf(begin), old.indexOf(end)];
  if (before < 0 || rest < 0) throw new Error(`${page} has no markers "${begin}" and "${end}".`);
  writeFileSync(page, `${old.slice(0, before + begin.length)}\n\n${text.trim()}\n\n${old.slice(rest)}`);
}
