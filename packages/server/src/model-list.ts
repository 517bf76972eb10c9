/** The configured models: read from a line of text, walked from the best. */
import { z } from 'zod';

/** A configured model. Tier 1 is best; equal tiers keep the order of the list. */
export interface ConfiguredModel {
  readonly id: string;
  readonly tier: number;
}

/** The owner's list, then living models of a second tier. */
export const DEFAULT_MODELS =
  'openai/gpt-oss-120b,deepseek/deepseek-coder,deepseek/deepseek-chat,moonshotai/kimi-dev-72b,2:openai/gpt-4o-mini,2:google/gemini-2.5-flash,2:meta-llama/llama-3.3-70b-instruct';

/** `vendor/model, 2:vendor/other:free` -> models sorted by tier. Adds an issue to `context` for what is not one. */
export function parseModelList(list: string, context: z.RefinementCtx<string>): ConfiguredModel[] | typeof z.NEVER {
  const models = list
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean)
    .map(parseModel);
  const broken = models.find((model) => !/^[^\s:][^\s]{0,199}$/.test(model.id));
  if (models.length === 0 || broken) {
    context.addIssue(models.length === 0 ? 'must name at least one model' : `"${broken?.id}" is not a model name`);
    return z.NEVER;
  }
  return models.toSorted((a, b) => a.tier - b.tier);
}

function parseModel(entry: string): ConfiguredModel {
  const match = /^(\d+):(.+)$/.exec(entry);
  return match?.[1] && match[2] ? { tier: Number(match[1]), id: match[2] } : { tier: 1, id: entry };
}
