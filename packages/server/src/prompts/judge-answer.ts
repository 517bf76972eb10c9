/** An answer judged by a model: the confidence prompt with the question, the answer and the engine's figures. */
import { z } from 'zod';
import { asData } from '../as-data.ts';
import type { AskModel } from '../chat/ask-ports.ts';
import type { ClaimedAnswer, Judgement } from './judge-ports.ts';
import { chosenOf, type PromptLibrary } from './prompt-library.ts';
import { renderPrompt } from './render-prompt.ts';

interface JudgeDeps {
  readonly ask: AskModel;
  /** Asked where the prompt names no model. */
  readonly model: string;
  readonly library: Pick<PromptLibrary, 'find' | 'current'>;
}

/** So much of a text is judged, and of all figures together. */
const MAX_UNITS = 12_000;
const Verdict = z.object({ confidence: z.number().min(0).max(1) });

/** `null`: the judge could not be asked. Rejects only when aborted. */
export async function judgeAnswer(
  { ask, model, library }: JudgeDeps,
  of: ClaimedAnswer,
  signal: AbortSignal,
): Promise<Judgement | null> {
  const { question, answer, figures, ...about } = of;
  const values = {
    question: asData(cut(question)),
    answer: asData(cut(answer)),
    figures: withinBounds(figures).map(asData),
  };
  const said = await ask(
    {
      ...{ type: 'confidence', about, conversation: 'judge' },
      render: (choice) => renderPrompt(chosenOf(library, 'confidence', choice), values),
      ...{ say: 'Judge the answer.', only: model, read: readVerdict, scoreOf: (confidence: number) => confidence },
    },
    signal,
  );
  if (!said || said.failed) return null;
  return { confidence: said.value, model: said.model, usage: said.usage };
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

/** Those that fit, the first of them first. */
function withinBounds(figures: readonly string[]): string[] {
  let left = MAX_UNITS;
  return figures.filter((figure) => {
    const fits = figure.length <= left;
    if (fits) left -= figure.length;
    return fits;
  });
}

function cut(text: string): string {
  return text.slice(0, MAX_UNITS).toWellFormed();
}
