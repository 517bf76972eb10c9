/** A version by its number or by a label, as people name it. */
import type { PromptType } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import type { Labels, PromptStore, StoredPrompt } from './ports.ts';

type FindStore = Pick<PromptStore, 'findPrompt' | 'readLabels'>;

/** With the labels that the type has now. Throws `not_found`. */
export async function findVersion(
  store: FindStore,
  type: PromptType,
  ref: string,
): Promise<{ prompt: StoredPrompt; labels: Labels }> {
  const labels = await store.readLabels(type);
  const version = labels.get(ref) ?? Number(ref);
  const prompt = Number.isInteger(version) ? await store.findPrompt({ type, version }) : undefined;
  if (!prompt) throw notFound(`version of ${type}: neither a number nor a label of it`);
  return { prompt, labels };
}

/** The labels that point at a version, in order. */
export function labelsOn(labels: Labels, version: number): string[] {
  return [...labels]
    .filter(([, points]) => points === version)
    .map(([label]) => label)
    .sort();
}

/** Where a field of a request names a version that is not there. */
export function invalidRef(path: string, type: PromptType, ref: string): Refusal {
  return new Refusal('invalid_request', `There is no version "${ref}" of ${type}, neither by number nor by label.`, {
    errors: [{ path, message: `must be the number or a label of a version of ${type}` }],
  });
}
