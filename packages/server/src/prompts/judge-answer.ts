/** An answer judged by a model: the confidence prompt with the question, the answer and the engine's figures. */
import { z } from 'zod';
import { asData } from '../as-data.ts';
import { type ChatModel, ModelFailure } from '../chat/model-ports.ts';
import type { JudgedAnswer } from './judge-ports.ts';
import type { PromptLibrary } from './prompt-library.ts';

interface JudgeDeps {
  readonly model: Pick<ChatModel, 'call'>;
  /** Asked where the prompt names no model of its own. */
  readonly defaultModel: string;
  readonly library: Pick<PromptLibrary, 'production'>;
}

/** So much of a text is judged. */
const MAX_UNITS = 12_000;
const DEADLINE_MS = 60_000;
const Verdict = z.object({ confidence: z.number().min(0).max(1) });

/** From 0 to 1; `null`: the judge could not be asked, or said something else than a judgement. */
export async function judgeAnswer(deps: JudgeDeps, of: JudgedAnswer): Promise<number | null> {
  const { render, settings } = deps.library.production('confidence');
  const content = render({
    question: asData(cut(of.question)),
    answer: asData(cut(of.answer)),
    figures: of.figures.map(asData),
  });
  let said = '';
  const sink = {
    onText: (text: string) => {
      said += text;
    },
    onReasoning: () => undefined,
    onToolDelta: () => undefined,
    onFacts: () => undefined,
  };
  const request = {
    ...{
      model: settings.model ?? deps.defaultModel,
      conversation: 'judge',
      mode: 'invoke' as const,
      tools: [],
      settings,
    },
    messages: [{ role: 'user' as const, content }],
  };
  try {
    await deps.model.call(request, sink, AbortSignal.timeout(DEADLINE_MS));
  } catch (error) {
    if (error instanceof ModelFailure || (error instanceof Error && error.name === 'TimeoutError')) return null;
    throw error;
  }
  return readVerdict(said);
}

/** Models put their JSON into fences, and words around it. */
function readVerdict(said: string): number | null {
  const json = said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1);
  try {
    return Verdict.parse(JSON.parse(json)).confidence;
  } catch {
    return null;
  }
}

function cut(text: string): string {
  return text.slice(0, MAX_UNITS).toWellFormed();
}
