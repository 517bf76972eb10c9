/** Versions as files that can live in a repository: a JSON head, a line `---`, the template as it is. */
import { type Fault, NewPromptVersion, type PromptFile, PromptType } from '@tradistry/protocol';
import { z } from 'zod';
import type { StoredPrompt, TypedVersion } from './ports.ts';

const SEPARATOR = '\n---\n';
const Head = NewPromptVersion.omit({ template: true }).extend({
  type: PromptType,
  /** What they were where the file was written: for readers, not for whoever imports it. */
  version: z.int().optional(),
  author: z.string().optional(),
});

export function toFile({
  type,
  version,
  author,
  note,
  parent,
  settings,
  examples,
  template,
}: StoredPrompt): PromptFile {
  const head = { type, version, author, note, parent, settings, examples };
  const name = String(version).padStart(3, '0');
  return { path: `${type}/${name}.prompt`, content: `${JSON.stringify(head, null, 2)}${SEPARATOR}${template}\n` };
}

/** What a file holds, or what is wrong with it. A parent is known by its number only where it came from, so it is not taken over. */
export function fromFile({ path, content }: PromptFile): TypedVersion | Fault[] {
  // Some editors put a byte order mark before everything.
  const text = content.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const at = text.indexOf(SEPARATOR);
  const json = parseJson(text.slice(0, Math.max(at, 0)));
  if (json === undefined)
    return [{ path, message: 'must begin with a head of JSON, then have a line ---, then the template' }];
  const head = Head.safeParse(json);
  const template = text.slice(at + SEPARATOR.length).replace(/\n$/, '');
  const version = NewPromptVersion.safeParse({
    template,
    ...(head.success && { examples: head.data.examples, settings: head.data.settings, note: head.data.note }),
  });
  if (head.success && version.success) return { type: head.data.type, content: version.data };
  const issues = [...(head.error?.issues ?? []), ...(version.error?.issues ?? [])];
  return issues.map((issue) => ({ path: [path, ...issue.path].join('.'), message: issue.message }));
}

/** `undefined`: it is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
