/** The prompt of a layer, made to fit a model. */
import type { PromptModelSettings } from '@tradistry/protocol';
import { fitContext, fitsModel } from '../fit-context.ts';
import { inTurns } from '../in-turns.ts';
import type { PromptMessage } from '../model-ports.ts';
import type { HistoryMessage } from '../turn-store-ports.ts';
import { type Climb, chooseOnce, type ModelLayer } from './climb-state.ts';

/** The legacy prompt's history: two questions and their answers. */
const LEGACY_HISTORY = 4;

export interface LayerPrompt {
  /** System, history, question. */
  readonly messages: readonly PromptMessage[];
  readonly settings: PromptModelSettings;
  /** What was left out so that it fits; `null`: nothing. */
  readonly trimmed: string | null;
}

/** `beside`: what else will be sent. `null`: the model has too little room for it. Throws `PromptFailure`. */
export async function promptFor(
  climb: Climb,
  to: { layer: ModelLayer; model: string; beside: readonly string[] },
): Promise<LayerPrompt | null> {
  const { parts } = climb.context;
  if (!parts) return null;
  if (to.layer === 'legacy_prompt') return legacyPromptFor(climb, to);
  const { fits, messages, settings, trimmed } = await fitContext(climb.deps, parts, { ...to, prompt: climb.prompt });
  return fits ? { messages, settings, trimmed } : null;
}

/** As much of its short history as fits: from the oldest question on it is left out. */
async function legacyPromptFor(
  climb: Climb,
  { model, beside }: { model: string; beside: readonly string[] },
): Promise<LayerPrompt | null> {
  const { deps, context } = climb;
  const { parts, analysing } = context;
  if (!parts) return null;
  const { prompt, history, question } = parts;
  const analysis = await analysing;
  const facts = analysis.understood ? analysis.text : null;
  const { system, examples, settings } = deps.prompts.renderLegacy(await chooseOnce(climb, 'legacy'), {
    now: prompt.now,
    settings: prompt.settings,
    facts,
  });
  let recent = fromQuestion(history.slice(-LEGACY_HISTORY));
  for (;;) {
    const texts = [system, ...[...examples, ...recent].map(({ content }) => content), question, ...beside];
    if (await fitsModel(deps, model, texts)) break;
    if (recent.length === 0) {
      if (deps.model?.factsOf(model).contextTokens != null) return null;
      break;
    }
    recent = fromQuestion(recent.slice(1));
  }
  const messages: PromptMessage[] = [{ role: 'system', content: system }, ...examples, ...inTurns(recent, question)];
  return { messages, settings, trimmed: null };
}

/** Models refuse a conversation that begins with an answer. */
function fromQuestion(history: readonly HistoryMessage[]): readonly HistoryMessage[] {
  const at = history.findIndex(({ role }) => role === 'user');
  return at < 0 ? [] : history.slice(at);
}
