/** Asks a model beside the turns: the first whose breaker lets it through, once. */
import type { Usage } from '@tradistry/protocol';
import type { AskedBeside, AskedOutcome, Asking, AskModel } from './ask-ports.ts';
import type { ChatDeps } from './deps.ts';
import { ModelFailure, type ModelRequest, type ModelSink } from './model-ports.ts';

const MOST_UNITS = 2400;

type AskDeps = Pick<ChatDeps, 'model' | 'models' | 'health' | 'logger'> & {
  readonly onAsked: (prompt: AskedBeside, outcome: AskedOutcome) => void;
};

export function createAsk(deps: AskDeps): AskModel {
  return async (asking, signal) => {
    const chosen = await admitOne(deps, asking);
    if (!deps.model || !chosen) return null;
    const { model, admitted } = chosen;
    const { sink, text, usage } = createTextSink();
    try {
      const end = await deps.model.call(toRequest(model, asking), sink, signal);
      admitted.ended(null);
      deps.onAsked(asking.type, text() === '' ? 'empty' : 'answered');
      return { text: text(), model: end.model, usage: end.usage, failed: false };
    } catch (error) {
      const failure = error instanceof ModelFailure ? error : null;
      admitted.ended(failure ?? 'cancelled');
      signal.throwIfAborted();
      deps.onAsked(asking.type, failure?.failureClass === 'empty' ? 'empty' : 'failed');
      deps.logger.warn(
        { err: error, model, asked: asking.conversation },
        'a model did not answer what was asked beside the turns',
      );
      return { text: '', model, usage: failure?.usage ?? usage(), failed: true };
    }
  };
}

/** The first that is there and whose breaker lets somebody through. */
async function admitOne({ model: provider, models, health }: AskDeps, asking: Asking) {
  for (const model of candidates(
    models.map(({ id }) => id),
    asking,
  )) {
    if (provider?.factsOf(model).available === false) continue;
    const admitted = await health.admit(model);
    if (admitted) return { model, admitted };
  }
  return null;
}

function candidates(configured: readonly string[], { prompt, only }: Asking): readonly string[] {
  const wished = configured.filter((id) => id === prompt.settings.model);
  if (only === null) return [...new Set([...wished, ...configured])];
  return wished.length > 0 ? wished : [only];
}

function toRequest(model: string, { prompt, say, conversation }: Asking): ModelRequest {
  const { system, examples, settings } = prompt;
  const messages = [{ role: 'system' as const, content: system }, ...examples, { role: 'user' as const, content: say }];
  return { model, messages, settings, conversation, tools: [], mode: 'invoke' };
}

function createTextSink() {
  let all = '';
  let usage: Usage | null = null;
  const nothing = () => undefined;
  const onText = (piece: string) => {
    all += piece;
  };
  const onFacts: ModelSink['onFacts'] = (facts) => {
    usage = facts.usage ?? usage;
  };
  return {
    sink: { onText, onReasoning: nothing, onToolDelta: nothing, onFacts },
    usage: () => usage,
    text: () => all.trim().slice(0, MOST_UNITS).toWellFormed().replaceAll('\0', '\ufffd'),
  };
}
