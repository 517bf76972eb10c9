/** Asks a model beside the turns: the first whose breaker lets it through, once, with the version that the user gets. */
import type { Usage } from '@tradistry/protocol';
import type { AskedBeside, AskedExecutions, AskedOutcome, Asking, AskModel, Said } from './ask-ports.ts';
import type { ChatDeps } from './deps.ts';
import { type AdmittedCall, ModelFailure, type ModelRequest, type ModelSink } from './model-ports.ts';
import type { RenderedPrompt } from './rendering-ports.ts';

const MOST_UNITS = 2400;

type AskDeps = Pick<ChatDeps, 'model' | 'models' | 'health' | 'logger' | 'now'> & {
  readonly prompts: Pick<ChatDeps['prompts'], 'choose'>;
  readonly executions: AskedExecutions;
  readonly onAsked: (prompt: AskedBeside, outcome: AskedOutcome) => void;
};

export function createAsk(deps: AskDeps): AskModel {
  return async <T>(asking: Asking<T>, signal: AbortSignal): Promise<Said<T> | null> => {
    const { type, about, read, scoreOf } = asking;
    const choice = await deps.prompts.choose(type, about);
    const prompt = asking.render(choice);
    const chosen = await admitOne(deps, prompt, asking.only);
    if (!chosen) return null;
    const from = deps.now();
    const request = toRequest(chosen.model, prompt, asking);
    const { text, model, usage, outcome } = await call(deps, { ...chosen, request }, signal);
    deps.onAsked(type, outcome);
    const value = outcome === 'answered' ? read(text) : null;
    const { userId, streamId, answerId } = about;
    await deps.executions.keep({
      ...{ userId, streamId, answerId, type, choice, usage },
      ...{ completed: value !== null, durationMs: deps.now() - from },
      characters: outcome === 'answered' ? text.length : null,
      score: value === null || !scoreOf ? null : scoreOf(value),
    });
    return { value, model, usage, failed: outcome === 'failed' };
  };
}

interface Call {
  readonly provider: NonNullable<ChatDeps['model']>;
  readonly admitted: AdmittedCall;
  readonly request: ModelRequest;
}

interface Called {
  readonly text: string;
  readonly model: string;
  readonly usage: Usage | null;
  readonly outcome: AskedOutcome;
}

async function call({ logger }: AskDeps, { provider, admitted, request }: Call, signal: AbortSignal): Promise<Called> {
  const { sink, text, usage } = createTextSink();
  try {
    const end = await provider.call(request, sink, signal);
    admitted.ended(null);
    return { text: text(), model: end.model, usage: end.usage, outcome: text() === '' ? 'empty' : 'answered' };
  } catch (error) {
    const failure = error instanceof ModelFailure ? error : null;
    admitted.ended(failure ?? 'cancelled');
    signal.throwIfAborted();
    const { model, conversation: asked } = request;
    logger.warn({ err: error, model, asked }, 'a model did not answer what was asked beside the turns');
    const outcome = failure?.failureClass === 'empty' ? 'empty' : 'failed';
    return { text: '', model, usage: failure?.usage ?? usage(), outcome };
  }
}

/** The first that is there and whose breaker lets somebody through. */
async function admitOne({ model: provider, models, health }: AskDeps, prompt: RenderedPrompt, only: string | null) {
  if (!provider) return null;
  const configured = models.map(({ id }) => id);
  for (const model of candidates(configured, prompt, only)) {
    if (provider.factsOf(model).available === false) continue;
    const admitted = await health.admit(model);
    if (admitted) return { provider, model, admitted };
  }
  return null;
}

function candidates(configured: readonly string[], prompt: RenderedPrompt, only: string | null): readonly string[] {
  const wished = configured.filter((id) => id === prompt.settings.model);
  if (only === null) return [...new Set([...wished, ...configured])];
  return wished.length > 0 ? wished : [only];
}

function toRequest(
  model: string,
  { system, examples, settings }: RenderedPrompt,
  { say, conversation }: Pick<Asking<unknown>, 'say' | 'conversation'>,
): ModelRequest {
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
