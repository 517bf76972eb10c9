/** One attempt: a call of one model, bounded by the silence budget until it shows life, recorded and counted however it ends. */
import type { Usage } from '@tradistry/protocol';
import { packText } from '../../pack-text.ts';
import { citableSources } from '../citations/cited-sources.ts';
import { type AdmittedCall, type CallFacts, type ModelEnd, ModelFailure } from '../model-ports.ts';
import { type AnswerPrompt, nameOfChoice } from '../prompt-ports.ts';
import { createTextSink } from '../text-sink.ts';
import { announce } from './announce.ts';
import type { Ask } from './ask.ts';
import { type Climb, hasText } from './climb-state.ts';
import { leadIn } from './lead-in.ts';
import { createSeam } from './seam/seam.ts';

/** Of those that are kept with an answer. */
const MAX_REQUESTS = 16;

/** What binds an attempt that races another. */
export interface Lane {
  readonly signal: AbortSignal;
  /** True for the first to have something to show, and for nobody else. */
  readonly take: () => boolean;
  readonly taken: () => boolean;
  readonly onLife: () => unknown;
}

/** How an attempt ended; `text` is what it showed. */
export type Attempted =
  | { readonly end: ModelEnd; readonly failure: null; readonly text: string }
  | { readonly end: null; readonly failure: ModelFailure; readonly text: string };

/** Rejects only when the turn is aborted. */
export async function attempt(climb: Climb, ask: Ask, of: Admission): Promise<Attempted> {
  const { abort } = climb.turn;
  const tried = await new Attempt(climb, ask, of).run();
  if (abort.signal.aborted) throw abort.signal.reason;
  // One that lost a race has not failed.
  if (tried.failure && tried.failure.failureClass !== 'cancelled') {
    climb.failed.set(ask.model, tried.failure);
    climb.lastFailure = tried.failure;
    const { retryAfterMs } = tried.failure;
    if (retryAfterMs !== null) climb.restsUntil.set(ask.model, climb.deps.now() + retryAfterMs);
  }
  return tried;
}

interface Admission {
  readonly admitted: AdmittedCall;
  readonly lane?: Lane | undefined;
}

class Attempt {
  readonly #climb: Climb;
  readonly #ask: Ask;
  readonly #admitted: AdmittedCall;
  readonly #lane: Lane | undefined;
  readonly #n: number;
  readonly #from: number;
  readonly #silence = new AbortController();
  readonly #grantedMs: number;
  #timer: NodeJS.Timeout;
  readonly #sink: ReturnType<typeof createTextSink>;
  readonly #tell: ReturnType<Climb['turn']['trace']['call']>;
  #firstTokenMs: number | null = null;
  #facts: CallFacts = {};

  constructor(climb: Climb, ask: Ask, { admitted, lane }: Admission) {
    this.#climb = climb;
    this.#ask = ask;
    this.#admitted = admitted;
    this.#lane = lane;
    climb.turn.progress.attemptsBegun += 1;
    this.#n = climb.turn.progress.attemptsBegun;
    climb.attempts += 1;
    this.#from = climb.deps.now();
    const type = promptOf(ask);
    this.#tell = climb.turn.trace.call({ ...ask, n: this.#n, prompt: { type, version: versionOf(climb, type) } });
    this.#grantedMs = Math.max(0, climb.budget.left());
    this.#timer = this.#endAfter(this.#grantedMs, 'first_token_timeout');
    const shown = climb.turn.log.answer;
    this.#sink = createTextSink(climb.deps, climb.turn, {
      seam: ask.join === null ? leadIn(shown) : createSeam(shown, ask.join),
      resolves: (n) => citableSources(climb.turn).some((source) => source.n === n),
      onSent: (body) => this.#keep(body),
      onLife: () => this.#onLife(),
      onFacts: (facts) => this.#onFacts(facts),
      beforeText: () => this.#beforeText(),
      showsReasoning: () => lane?.taken() ?? true,
    });
  }

  async run(): Promise<Attempted> {
    const { openCalls } = this.#climb.turn;
    openCalls.set(this.#n, null);
    try {
      const end = await this.#call();
      return this.#close(end, null);
    } catch (error) {
      this.#sink.drop();
      const failure = this.#toFailure(error);
      // What goes on and ends at once has found that nothing is missing.
      const nothingMissing = this.#ask.join !== null && failure.saidStop;
      return nothingMissing ? this.#close(this.#endOf(failure), null) : this.#close(null, failure);
    } finally {
      clearTimeout(this.#timer);
      openCalls.delete(this.#n);
    }
  }

  async #call(): Promise<ModelEnd> {
    const { model, turn } = this.#climb;
    const { layer, join, model: name, messages, tools, settings } = this.#ask;
    const signals = [turn.abort.signal, this.#silence.signal, ...(this.#lane ? [this.#lane.signal] : [])];
    const request = {
      model: name,
      messages,
      tools,
      settings,
      conversation: turn.started.sessionId,
      mode: layer === 'invoke' ? ('invoke' as const) : ('stream' as const),
    };
    turn.progress.firstCallAt ??= this.#climb.deps.now();
    expose(this.#climb, this.#ask);
    const end = await model.call(request, this.#sink, AbortSignal.any(signals));
    this.#sink.flush(end.finishReason === 'length');
    // A continuation may have nothing to add; anything else that says nothing has failed, whatever it says of itself.
    if (join === null && end.finishReason !== 'tool_calls' && this.#sink.shown.trim() === '')
      throw new ModelFailure('empty', 'The model sent an empty answer.', { usage: end.usage });
    return end;
  }

  #onFacts(facts: CallFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    if (facts.provider !== undefined) this.#climb.turn.openCalls.set(this.#n, facts.provider);
  }

  /** What it asked, and of whom it got it: the provider may have fallen back by itself. */
  get #answered(): Ask {
    const { model } = this.#facts;
    return model === undefined ? this.#ask : { ...this.#ask, model };
  }

  #endAfter(ms: number, failureClass: 'first_token_timeout' | 'total_timeout'): NodeJS.Timeout {
    return setTimeout(() => this.#silence.abort(new ModelFailure(failureClass, WORDS[failureClass])), ms);
  }

  /** Packed at once: a prompt is many times what is left of it. */
  #keep(body: string): void {
    const { deps, turn } = this.#climb;
    const { requests } = turn.progress;
    if (deps.requestDays === 0 || requests.length >= MAX_REQUESTS) return;
    const { layer, model } = this.#ask;
    if (requests.at(-1)?.n === this.#n) requests.pop();
    requests.push({ n: this.#n, layer, model, sentAt: deps.today(), body: packText(body) });
  }

  #onLife(): void {
    clearTimeout(this.#timer);
    const { budget } = this.#climb;
    // Thoughts are content, but no answer: they may not go on for ever.
    if (!hasText(this.#climb)) this.#timer = this.#endAfter(Math.max(0, budget.leftWithoutText()), 'total_timeout');
    this.#firstTokenMs = this.#climb.deps.now() - this.#from;
    this.#admitted.began(this.#firstTokenMs);
    this.#lane?.onLife();
  }

  #beforeText(): void {
    if (this.#lane && !this.#lane.take()) throw new ModelFailure('cancelled', 'Another model answered first.');
    clearTimeout(this.#timer);
    announce(this.#climb, this.#answered, { n: this.#n, raced: this.#lane !== undefined });
    nameWriter(this.#climb, this.#answered);
  }

  #toFailure(error: unknown): ModelFailure {
    const { deps, turn } = this.#climb;
    if (turn.abort.signal.aborted) return new ModelFailure('cancelled', 'The turn was ended.');
    if (error instanceof ModelFailure) return error;
    deps.logger.error({ err: error, model: this.#ask.model }, 'a model call failed in a way that has no class');
    return new ModelFailure('malformed', 'The model could not be understood.', { cause: error });
  }

  #endOf({ usage }: ModelFailure): ModelEnd {
    return { finishReason: 'stop', usage, model: this.#ask.model, toolCalls: [], skippedEvents: 0 };
  }

  #close(end: ModelEnd | null, failure: ModelFailure | null): Attempted {
    const { shown: text } = this.#sink;
    const lastLifeAt = this.#sink.lastLifeAt();
    this.#admitted.ended(this.#isOurs(failure) ? 'cancelled' : failure);
    if (lastLifeAt !== null) this.#climb.budget.renew(lastLifeAt, text !== '');
    // Who only found that nothing was missing has contributed that.
    if (end && this.#ask.join !== null && text === '') ownUp(this.#climb, this.#answered);
    this.#record(failure, end?.usage ?? failure?.usage ?? this.#facts.usage ?? null);
    const { generation = null } = this.#facts;
    this.#tell({ end, failure, firstTokenMs: this.#firstTokenMs, text, generation });
    if (end) return { end, failure: null, text };
    return { end: null, failure: failure ?? new ModelFailure('malformed', 'The model failed.'), text };
  }

  /** The budget was at its end, mostly by others' silence: that says nothing of this model. */
  #isOurs(failure: ModelFailure | null): boolean {
    return failure !== null && failure === this.#silence.signal.reason && !this.#climb.budget.isFair(this.#grantedMs);
  }

  #record(failure: ModelFailure | null, usage: Usage | null): void {
    const { deps, turn } = this.#climb;
    const { model } = this.#answered;
    const { provider = null, generation = null, skippedEvents = 0 } = this.#facts;
    if (skippedEvents > 0)
      deps.logger.warn({ model, provider, skipped_events: skippedEvents }, 'a model sent malformed events');
    turn.progress.usage = addUsage(turn.progress.usage, usage);
    turn.progress.attempts.push({
      n: this.#n,
      layer: this.#ask.layer,
      ...{ model, provider, generation, skippedEvents },
      outcome: failure?.failureClass ?? 'completed',
      startedMs: Math.round(this.#from - turn.startedAt),
      firstTokenMs: this.#firstTokenMs === null ? null : Math.round(this.#firstTokenMs),
      durationMs: Math.round(deps.now() - this.#from),
      usage,
      characters: this.#sink.shown.length,
      promptCharacters: this.#ask.messages.reduce((sum, { content }) => sum + content.length, 0),
    });
  }
}

const WORDS = {
  first_token_timeout: 'The model did not begin to answer in time.',
  total_timeout: 'The model took too long and was cut off.',
} as const;

/** Whose text it is. */
function nameWriter(climb: Climb, ask: Ask): void {
  const type = promptOf(ask);
  const promptVersion = nameOfChoice(type, { version: versionOf(climb, type) });
  Object.assign(climb.turn.progress, { layer: ask.layer, modelUsed: ask.model, promptVersion });
  ownUp(climb, ask);
}

function promptOf({ layer }: Ask): AnswerPrompt {
  return layer === 'legacy_prompt' ? 'legacy' : 'chat';
}

function versionOf({ turn }: Climb, type: AnswerPrompt): number {
  return (turn.progress.prompts.get(type)?.choice ?? turn.prompt).version;
}

/** A model is asked with these prompts. */
function expose({ turn }: Climb, ask: Ask): void {
  const types = [promptOf(ask), ...(ask.join === 'instruction' ? (['continuation'] as const) : [])];
  for (const type of types) {
    const use = turn.progress.prompts.get(type);
    if (use) use.exposed = true;
  }
}

/** Whether any other than the first choice by streaming contributed. */
function ownUp({ context, turn }: Climb, { layer, model }: Ask): void {
  if (layer !== 'streaming' || model !== context.models[0]) turn.progress.fallbackUsed = true;
}

/** The turn's usage: all attempts added up, the failed ones too. */
function addUsage(sum: Usage | null, one: Usage | null): Usage | null {
  if (!sum || !one) return sum ?? one;
  const cost =
    sum.cost_usd === undefined && one.cost_usd === undefined ? null : (sum.cost_usd ?? 0) + (one.cost_usd ?? 0);
  return {
    prompt_tokens: sum.prompt_tokens + one.prompt_tokens,
    completion_tokens: sum.completion_tokens + one.completion_tokens,
    total_tokens: sum.total_tokens + one.total_tokens,
    ...(cost !== null && { cost_usd: cost }),
  };
}
