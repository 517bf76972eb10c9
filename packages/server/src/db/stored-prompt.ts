/** A version's row as the prompts know it, and the fingerprint of what it renders. */
import { createHash } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { PromptContent, StoredPrompt } from '../prompts/ports.ts';
import type { Tables } from './tables.ts';

export function toStoredPrompt({ created_at, digest: _, ...row }: Selectable<Tables['prompt_versions']>): StoredPrompt {
  return { ...row, createdAt: created_at };
}

/** Equal for contents that render alike. */
export function digestOf({ template, examples, settings }: PromptContent): string {
  const ordered = [
    template,
    examples.map(({ question, answer }) => [question, answer]),
    Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return createHash('sha256').update(JSON.stringify(ordered)).digest('hex');
}
