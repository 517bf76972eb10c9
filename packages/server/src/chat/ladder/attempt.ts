/** One attempt: a call of one model, bounded by the silence budget until it shows life, recorded and counted however it ends. */
import type { Usage } from '@tradistry/protocol';
import { PackedText } from '../../pack-text.ts';
import { citableSources } from '../citations/cited-sources.ts';
import {
  type AdmittedCall,
  type CallFacts,
  type ModelEnd,
  ModelFailure,
  type ModelRequest,
  type PromptMessage,
} from '../model-ports.ts';
import { type SinkOptions, TextSink } from '../text-sink.ts';
import { announce } from './announce.ts';
import type { Ask, AskTerms } from './ask.ts';
import { type Climb, hasText } from './climb-state.ts';
import { expose, nameWriter, ownUp, promptOf, versionOf } from './credit.ts';
import { leadIn } from './lead-in.ts';
import { createSeam, type Seam } from './seam/seam.ts';

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

/**
 * How an attempt ended; `text()` is what it showed, of so many `units`. Asked for where it is needed: what waits for a long answer
 * is old by its end, and what the old hold is old to V8 as well, even once they are garbage.
 */
export type Attempted = { readonly units: number; readonly text: () => string } & (
  | { readonly end: ModelEnd; readonly failure: null }
  | { readonly end: null; readonly failure: ModelFailure }
);

/** Rejects only when the turn is aborted. */
export function attempt(climb: Climb, ask: Ask, of: Admission): Promise<Attempted> {
  return new Attempt(climb, ask, of).run();
}

interface Admission {
  readonly admitted: AdmittedCall;
  readonly lane?: Lane | undefined;
}

class Attempt implements SinkOptions {
  readonly seam: Seam | null;
  readonly #climb: Climb;
  readonly #ask: AskTerms;
  /** Let go of when they are sent: they may be long, and an answer takes its time. */
  #messages: readonly PromptMessage[];
  readonly #promptCharacters: number;
  readonly #admitted: AdmittedCall;
  readonly #lane: Lane | undefined;
  readonly #n: number;
  readonly #from: number;
  readonly #stop = new AbortController();
  readonly #onAbort = () => {
    const signal = this.#outside.find(({ aborted }) => aborted);
    if (signal) this.#stop.abort(signal.reason);
  };
  readonly #grantedMs: number;
  #timer: NodeJS.Timeout | undefined;
  readonly #sink: TextSink;
  readonly #tell: ReturnType<Climb['turn']['trace']['call']>;
  #firstTokenMs: number | null = null;
  #facts: CallFacts = {};

  constructor(climb: Climb, { messages, ...ask }: Ask, { admitted, lane }: Admission) {
    this.#climb = climb;
    this.#ask = ask;
    this.#messages = messages;
    this.#promptCharacters = messages.reduce((sum, { content }) => sum + content.length, 0);
    this.#admitted = admitted;
    this.#lane = lane;
    climb.turn.progress.attemptsBegun += 1;
    this.#n = climb.turn.progress.attemptsBegun;
    climb.attempts += 1;
    this.#from = climb.deps.now();
    const type = promptOf(ask);
    const prompt = { type, version: versionOf(climb, type) };
    this.#tell = climb.turn.trace.call({ ...ask, messages, n: this.#n, prompt });
    this.#grantedMs = Math.max(0, climb.budget.left());
    this.#endAfter(this.#grantedMs, 'first_token_timeout');
    const shown = climb.turn.log.answer;
    this.seam = ask.join === null ? leadIn(shown) : createSeam(shown, ask.join);
    this.#sink = new TextSink(climb.deps, climb.turn, this);
  }

  async run(): Promise<Attempted> {
    const { openCalls, abort } = this.#climb.turn;
    openCalls.set(this.#n, null);
    this.#listen();
    let tried: Attempted;
    try {
      const end = await this.#call();
      this.#accept(end);
      tried = this.#close(end, null);
    } catch (error) {
      this.#sink.drop();
      const failure = this.#toFailure(error);
      // What goes on and ends at once has found that nothing is missing.
      const nothingMissing = this.#ask.join !== null && failure.saidStop;
      tried = nothingMissing ? this.#close(this.#endOf(failure), null) : this.#close(null, failure);
    } finally {
      this.#stopListening();
      this.#clearTimer();
      openCalls.delete(this.#n);
    }
    if (abort.signal.aborted) throw abort.signal.reason;
    if (tried.failure) this.#note(tried.failure);
    return tried;
  }

  /** For the rest of the climb. One that lost a race has not failed. */
  #note(failure: ModelFailure): void {
    if (failure.failureClass === 'cancelled') return;
    const { model } = this.#ask;
    this.#climb.failed.set(model, failure);
    this.#climb.lastFailure = failure;
    const { retryAfterMs } = failure;
    if (retryAfterMs !== null) this.#climb.restsUntil.set(model, this.#climb.deps.now() + retryAfterMs);
  }

  #call(): Promise<ModelEnd> {
    const { model, turn, deps } = this.#climb;
    turn.progress.firstCallAt ??= deps.now();
    expose(this.#climb, this.#ask);
    return model.call(this.#takeRequest(), this.#sink, this.#stop.signal);
  }

  #takeRequest(): ModelRequest {
    const { layer, model, tools, settings } = this.#ask;
    const messages = this.#messages;
    this.#messages = [];
    const conversation = this.#climb.turn.started.sessionId;
    return { model, messages, tools, settings, conversation, mode: layer === 'invoke' ? 'invoke' : 'stream' };
  }

  #accept(end: ModelEnd): void {
    this.#sink.flush(end.finishReason === 'length');
    // A continuation may have nothing to add; anything else that says nothing has failed, whatever it says of itself.
    if (this.#ask.join === null && end.finishReason !== 'tool_calls' && !this.#sink.saysAnything)
      throw new ModelFailure('empty', 'The model sent an empty answer.', { usage: end.usage });
  }

  /** By hand, for `AbortSignal.any` takes a KB, and sets and weak references to be looked through by each collection. */
  #listen(): void {
    for (const signal of this.#outside) signal.addEventListener('abort', this.#onAbort);
    this.#onAbort();
  }

  #stopListening(): void {
    for (const signal of this.#outside) signal.removeEventListener('abort', this.#onAbort);
  }

  get #outside(): readonly AbortSignal[] {
    const { signal } = this.#climb.turn.abort;
    return this.#lane ? [signal, this.#lane.signal] : [signal];
  }

  onFacts(facts: CallFacts): void {
    this.#facts = { ...this.#facts, ...facts };
    if (facts.provider !== undefined) this.#climb.turn.openCalls.set(this.#n, facts.provider);
  }

  /** What it asked, and of whom it got it: the provider may have fallen back by itself. */
  get #answered(): AskTerms {
    const { model } = this.#facts;
    return model === undefined ? this.#ask : { ...this.#ask, model };
  }

  #endAfter(ms: number, failureClass: keyof typeof WORDS): void {
    this.#timer = setTimeout(() => this.#stop.abort(new ModelFailure(failureClass, WORDS[failureClass])), ms);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Packed: a prompt is many times what is left of it. */
  onSent(body: string): void {
    const { deps, turn } = this.#climb;
    const { requests } = turn.progress;
    if (deps.requestDays === 0 || requests.length >= MAX_REQUESTS) return;
    const { layer, model } = this.#ask;
    const request = { n: this.#n, layer, model, sentAt: deps.today(), body: new PackedText(body) };
    turn.progress.requests = requests.filter(({ n }) => n !== this.#n).concat(request);
  }

  resolves(n: number): boolean {
    return citableSources(this.#climb.turn).some((source) => source.n === n);
  }

  showsReasoning(): boolean {
    return this.#lane?.taken() ?? true;
  }

  onLife(): void {
    this.#clearTimer();
    const { budget } = this.#climb;
    // Thoughts are content, but no answer: they may not go on for ever.
    if (!hasText(this.#climb)) this.#endAfter(Math.max(0, budget.leftWithoutText()), 'total_timeout');
    this.#firstTokenMs = this.#climb.deps.now() - this.#from;
    this.#admitted.began(this.#firstTokenMs);
    this.#lane?.onLife();
  }

  beforeText(): void {
    if (this.#lane && !this.#lane.take()) throw new ModelFailure('cancelled', 'Another model answered first.');
    this.#clearTimer();
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
    const { shownUnits: units, lastLifeAt } = this.#sink;
    const text = () => this.#sink.shown();
    this.#admitted.ended(this.#isOurs(failure) ? 'cancelled' : failure);
    if (lastLifeAt !== null) this.#climb.budget.renew(lastLifeAt, units > 0);
    // Who only found that nothing was missing has contributed that.
    if (end && this.#ask.join !== null && units === 0) ownUp(this.#climb, this.#answered);
    this.#record(failure, end?.usage ?? failure?.usage ?? this.#facts.usage ?? null);
    const { generation = null } = this.#facts;
    this.#tell({ end, failure, firstTokenMs: this.#firstTokenMs, text, generation });
    if (end) return { end, failure: null, units, text };
    return { end: null, failure: failure ?? new ModelFailure('malformed', 'The model failed.'), units, text };
  }

  /** The budget was at its end, mostly by others' silence: that says nothing of this model. */
  #isOurs(failure: ModelFailure | null): boolean {
    return failure !== null && failure === this.#stop.signal.reason && !this.#climb.budget.isFair(this.#grantedMs);
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
      characters: this.#sink.shownUnits,
      promptCharacters: this.#promptCharacters,
    });
  }
}

const WORDS = {
  first_token_timeout: 'The model did not begin to answer in time.',
  total_timeout: 'The model took too long and was cut off.',
} as const;

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
