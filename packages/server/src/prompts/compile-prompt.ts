/** A version made ready: parsed once, rendered in one pass, so that no value is ever read as a template. */
import mustache from 'mustache';
import type { StoredPrompt } from './ports.ts';
import { findTemplateFaults } from './template-faults.ts';

/** Text, numbers, lists of them, or of records of them; what mustache can show. */
export type PromptValues = Readonly<Record<string, unknown>>;

export interface CompiledPrompt extends StoredPrompt {
  render(values: PromptValues): string;
}

/** Throws where the template is not one that this version of the product can fill in: a newer one may have saved it. */
export function compilePrompt(prompt: StoredPrompt): CompiledPrompt {
  const { type, version, template } = prompt;
  const [fault] = findTemplateFaults(type, template);
  if (fault) throw new Error(`the template of ${type}@${version} ${fault.message}`);
  const writer = new mustache.Writer();
  // mustache types its tokens as `any`; they go back to where they came from.
  const tokens = writer.parse(template) as string[][];
  return {
    ...prompt,
    // Plain text goes to a model, not to a browser.
    render: (values) =>
      writer.renderTokens(tokens, new mustache.Context(values), undefined, template, { escape: String }),
  };
}
