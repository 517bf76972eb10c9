/** A ladder for tests below the server: its models are played by the test, and its clock stands still unless told. */
import pino from 'pino';
import type { ChatDeps } from '../chat/deps.ts';
import { type Climb, startClimb } from '../chat/ladder/climb-state.ts';
import { createHedging } from '../chat/ladder/hedging.ts';
import type { ChatModel, ModelEnd, ModelFacts, ModelHealth, ModelRequest, ModelSink } from '../chat/model-ports.ts';
import { PromptFailure } from '../chat/prompt-ports.ts';
import { createModelHealth } from '../llm/health/create-model-health.ts';
import { aTurn } from './a-turn.ts';
import { promptParts } from './prompt-parts.ts';

const FACTS: ModelFacts = {
  available: true,
  contextTokens: 128_000,
  maxAnswerTokens: null,
  takesTools: false,
  takesPrefill: true,
  usdPerToken: null,
};
/** Twenty calls tell how late is late. */
const ENOUGH_CALLS = 20;

/** A call that a model got. */
export interface ModelCall {
  readonly request: ModelRequest;
  readonly sink: ModelSink;
  readonly signal: AbortSignal;
  /** Ends the call well. */
  end(end?: Partial<ModelEnd>): void;
  fail(error: unknown): void;
}

export interface PlayedClimb {
  readonly climb: Climb;
  readonly calls: readonly ModelCall[];
  /** Milliseconds that were waited for so far, each wait still open until `tick`. */
  readonly waits: readonly number[];
  /** What `deps.now()` says. */
  readonly clock: { ms: number };
  /** Lets the oldest open wait end. */
  tick(): void;
  /** The text and the marks so far. */
  shown(): { text: string; warnings: string[] };
}

interface Given {
  readonly models?: readonly string[];
  readonly hedgePercent?: number | null;
  /** What each model's first token mostly takes, in milliseconds; none: nobody knows. */
  readonly habits?: Readonly<Record<string, number>>;
  readonly facts?: Readonly<Record<string, Partial<ModelFacts>>>;
  /** Absent: whatever the text, it fits. */
  readonly countTokens?: (texts: readonly string[]) => number;
  /** The chosen version cannot be rendered. */
  readonly promptFails?: boolean;
}

async function learnHabits(health: ModelHealth, habits: Readonly<Record<string, number>>): Promise<void> {
  for (const [model, ms] of Object.entries(habits)) {
    for (let n = 0; n < ENOUGH_CALLS; n += 1) {
      const call = await health.admit(model);
      call?.began(ms);
      call?.ended(null);
    }
  }
}

export async function aClimb({
  models = ['a/one', 'b/two'],
  hedgePercent = 100,
  habits = {},
  facts = {},
  promptFails,
  countTokens = () => 1,
}: Given = {}) {
  const calls: ModelCall[] = [];
  const open: (() => void)[] = [];
  const waits: number[] = [];
  const clock = { ms: 0 };
  const health = createModelHealth({ now: () => 0, onChange: () => undefined, sharing: null });
  await learnHabits(health, habits);
  const model: ChatModel = {
    call(request, sink, signal) {
      const { promise, resolve, reject } = Promise.withResolvers<ModelEnd>();
      const well: ModelEnd = {
        finishReason: 'stop',
        usage: null,
        model: request.model,
        toolCalls: [],
        skippedEvents: 0,
      };
      signal.addEventListener('abort', () => reject(signal.reason));
      calls.push({ request, sink, signal, end: (end = {}) => resolve({ ...well, ...end }), fail: reject });
      return promise;
    },
    factsOf: (name) => ({ ...FACTS, ...facts[name] }),
    stopsBilling: () => null,
    proposals: () => ['x/new'],
    billOf: async () => null,
    close: async () => undefined,
  };
  const deps = {
    ...{ model, health, hedging: hedgePercent === null ? null : createHedging(hedgePercent) },
    models: models.map((id) => ({ id, tier: 1 })),
    tokens: { count: async (texts: readonly string[]) => countTokens(texts), close: async () => undefined },
    prompts: {
      renderChat: () => {
        if (promptFails) throw new PromptFailure('chat@2 cannot be rendered');
        return { system: 'the chat prompt', examples: [], settings: {} };
      },
      choose: async () => ({ version: 1, strategy: 'LATEST_VERSION', experiment: null }),
      renderLegacy: () => ({ system: 'the legacy prompt', examples: [], settings: {} }),
      renderContinuation: (_choice: unknown, last: string) => `Continue after ${last}`,
    },
    ...{ ladderBudgetMs: 30_000, logger: pino({ level: 'silent' }), random: () => 0, now: () => clock.ms },
    wait: (ms: number, signal: AbortSignal) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waits.push(ms);
      open.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      return promise;
    },
  };
  const analysis = { understood: false, text: '', figures: [], sources: [], spans: [] };
  // The ladder's own needs; stores and the journal are not among them.
  const climb = startClimb(deps as unknown as ChatDeps, aTurn(), {
    models,
    parts: promptParts(),
    sources: [],
    degraded: null,
    analysing: Promise.resolve(analysis),
  });
  const played: PlayedClimb = {
    climb,
    calls,
    waits,
    clock,
    tick: () => open.shift()?.(),
    shown() {
      const { answer, marks } = climb.turn.log.snapshot();
      return {
        text: answer,
        warnings: marks.flatMap(({ chunk }) => (chunk.type === 'warning' ? [chunk.message] : [])),
      };
    },
  };
  return played;
}
