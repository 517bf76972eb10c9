/** The prompt of a layer, made to fit a model. */
import { fitContext } from '../fit-context.ts';
import type { PromptMessage } from '../model-ports.ts';
import type { Climb, ModelLayer } from './climb-state.ts';

/** The legacy prompt's history: two questions and their answers. */
const LEGACY_HISTORY = 4;

export interface LayerPrompt {
  /** System, history, question. */
  readonly messages: readonly PromptMessage[];
  /** What was left out so that it fits; `null`: nothing. */
  readonly trimmed: string | null;
}

/** `beside`: what else will be sent. `null`: the model has too little room for it. */
export async function promptFor(
  climb: Climb,
  to: { layer: ModelLayer; model: string; beside: readonly string[] },
): Promise<LayerPrompt | null> {
  const { parts } = climb.context;
  if (!parts) return null;
  if (to.layer === 'legacy_prompt') return { messages: legacyMessages(climb), trimmed: null };
  const { fits, messages, trimmed } = await fitContext(climb.deps, parts, to);
  return fits ? { messages, trimmed } : null;
}

function legacyMessages({ deps, context: { parts, analysis } }: Climb): readonly PromptMessage[] {
  if (!parts) return [];
  const { prompt, history, question } = parts;
  const facts = analysis.understood ? analysis.text : null;
  return [
    { role: 'system', content: deps.prompts.renderLegacy({ now: prompt.now, settings: prompt.settings, facts }) },
    ...history.slice(-LEGACY_HISTORY),
    { role: 'user', content: question },
  ];
}
