/** What is wrong with a version, found when it is saved: its template, and what its type has no use for. */
import type { Fault, PromptModelSettings, PromptType } from '@tradistry/protocol';
import type { PromptContent } from './ports.ts';
import { findTemplateFaults } from './template-faults.ts';

type Content = Pick<PromptContent, 'template'> & {
  readonly examples: readonly unknown[];
  readonly settings: PromptModelSettings;
};

export function findContentFaults(type: PromptType, { template, examples, settings }: Content): Fault[] {
  const faults = findTemplateFaults(type, template);
  // It is said amid another prompt's conversation, which has examples and settings of its own.
  if (type === 'continuation' && examples.length > 0) faults.push(noUse('examples', type));
  if (type === 'continuation' && Object.keys(settings).length > 0) faults.push(noUse('settings', type));
  // It is the last try with each of the models that failed before.
  if (type === 'legacy' && settings.model !== undefined) faults.push(noUse('settings.model', type));
  return faults;
}

function noUse(path: string, type: PromptType): Fault {
  return { path, message: `must be left out: ${type} has no use for it` };
}
