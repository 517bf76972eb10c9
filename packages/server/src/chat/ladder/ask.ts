/** What one attempt asks of a model. */
import type { PromptModelSettings } from '@tradistry/protocol';
import type { PromptMessage, ToolDefinition } from '../model-ports.ts';
import type { ModelLayer } from './climb-state.ts';
import type { JoinMode } from './continuation.ts';

/** What is asked of a model at a layer, but for the prompt itself. */
export interface AskTerms {
  readonly layer: ModelLayer;
  readonly model: string;
  readonly tools: readonly ToolDefinition[];
  readonly settings: PromptModelSettings;
  /** How its text joins what is shown; `null`: it is the first text, or a paragraph of its own. */
  readonly join: JoinMode | null;
  /** What was left out of its prompt so that it fits; `null`: nothing. */
  readonly trimmed: string | null;
}

/** What a model is asked at a layer. */
export interface Ask extends AskTerms {
  readonly messages: readonly PromptMessage[];
}
