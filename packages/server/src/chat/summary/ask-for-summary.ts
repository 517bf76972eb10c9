/** A model is asked to summarise: the first whose breaker lets it through, once. */
import type { Usage } from '@tradistry/protocol';
import { ModelFailure, type ModelSink, type PromptMessage } from '../model-ports.ts';
import type { BranchMessage } from '../summary-ports.ts';
import type { SummaryDeps } from './summary-deps.ts';

const MESSAGE_UNITS = 1200;
const MOST_UNITS = 2400;
const MOST_MESSAGES = 40;

interface Told {
  /** The summary so far; `null`: there is none. */
  readonly before: string | null;
  readonly messages: readonly BranchMessage[];
  readonly sessionId: string;
}

interface Summary {
  readonly by: 'model';
  readonly text: string;
  readonly model: string;
  readonly usage: Usage | null;
}

/** `null`: no model could be asked, or the one that was did not answer: no fault of the chat's. Rejects only when aborted. */
export async function askForSummary(deps: SummaryDeps, told: Told, signal: AbortSignal): Promise<Summary | null> {
  const chosen = await admitOne(deps);
  if (!deps.model || !chosen) return null;
  const { model, admitted } = chosen;
  const { sink, text } = createTextSink();
  const request = { model, tools: [], mode: 'invoke', conversation: `summary:${told.sessionId}` } as const;
  try {
    const end = await deps.model.call({ ...request, messages: messagesOf(deps, told) }, sink, signal);
    admitted.ended(null);
    return text() === '' ? null : { by: 'model', text: text(), model: end.model, usage: end.usage };
  } catch (error) {
    admitted.ended(error instanceof ModelFailure ? error : 'cancelled');
    signal.throwIfAborted();
    deps.logger.warn({ err: error, model }, 'a chat could not be summarised by a model');
    return null;
  }
}

/** The first that is there and whose breaker lets somebody through. */
async function admitOne({ model: provider, models, health }: SummaryDeps) {
  for (const { id: model } of models) {
    if (provider?.factsOf(model).available === false) continue;
    const admitted = await health.admit(model);
    if (admitted) return { model, admitted };
  }
  return null;
}

function createTextSink(): { sink: ModelSink; text: () => string } {
  let all = '';
  const nothing = () => undefined;
  const onText = (piece: string) => {
    all += piece;
  };
  return {
    sink: { onText, onReasoning: nothing, onToolDelta: nothing, onFacts: nothing },
    text: () => all.trim().slice(0, MOST_UNITS).toWellFormed().replaceAll('\0', '\ufffd'),
  };
}

function messagesOf({ prompts }: SummaryDeps, { before, messages }: Told): PromptMessage[] {
  const said = messages.slice(-MOST_MESSAGES).map(({ role, content, createdAt }) => ({
    role: `${createdAt.toISOString().slice(0, 10)} ${role === 'user' ? 'trader' : 'analyst'}`,
    text: content.slice(0, MESSAGE_UNITS),
  }));
  const soFar = before === null ? [] : [{ role: 'summary so far', text: before }];
  return [
    { role: 'system', content: prompts.renderSummary([...soFar, ...said]) },
    { role: 'user', content: 'Write the summary.' },
  ];
}
