/** What the ladder knows while it climbs down: one per turn. */
import type { Layer } from '@tradistry/protocol';
import type { AnswerContext } from '../build-context.ts';
import type { ChatDeps } from '../deps.ts';
import type { ChatModel, ModelFailure } from '../model-ports.ts';
import { type AnswerPrompt, nameOfChoice, type PromptChoice } from '../prompt-ports.ts';
import type { Turn } from '../turn.ts';
import { SilenceBudget } from './silence-budget.ts';

/** The layers on which a model answers, best first. */
export const MODEL_LAYERS = ['streaming', 'invoke', 'legacy_prompt'] as const satisfies readonly Layer[];
export type ModelLayer = (typeof MODEL_LAYERS)[number];

/** How a model is asked; begins with what is known of it and learns from what it refuses. */
export interface Way {
  prefill: boolean;
  tools: boolean;
}

export interface Climb {
  readonly deps: ChatDeps;
  readonly model: ChatModel;
  readonly turn: Turn;
  readonly context: AnswerContext;
  readonly budget: SilenceBudget;
  readonly prompt: PromptChoice;
  /** It could not be rendered: only the legacy prompt is left. */
  promptFailed: boolean;
  /** Attempts made here. */
  attempts: number;
  /** A second model was asked for the sake of being early: once in a turn. */
  hedged: boolean;
  /** Steps of tool calls taken, over all models. */
  toolSteps: number;
  /** What tools found for this answer: given to whoever goes on with it. */
  readonly lookups: string[];
  readonly ways: Map<string, Way>;
  /** How each model failed last in this turn. */
  readonly failed: Map<string, ModelFailure>;
  /** Until when each asked to be left alone, by `deps.now()`. */
  readonly restsUntil: Map<string, number>;
  lastFailure: ModelFailure | null;
  /** Who wrote what is shown, as far as viewers were told: the first choice by streaming, until a warning said otherwise. */
  writing: { readonly layer: ModelLayer; readonly model: string };
}

export function startClimb(deps: ChatDeps, turn: Turn, context: AnswerContext): Climb {
  const model = deps.model;
  if (!model) throw new Error('a ladder without models');
  turn.progress.prompts.set('chat', { choice: turn.prompt, exposed: false });
  turn.progress.promptVersion = nameOfChoice('chat', turn.prompt);
  return {
    prompt: turn.prompt,
    promptFailed: false,
    deps,
    model,
    turn,
    context,
    budget: new SilenceBudget(deps.ladderBudgetMs, turn.begunAt, deps.now),
    attempts: 0,
    hedged: false,
    toolSteps: 0,
    lookups: [],
    ways: new Map(),
    failed: new Map(),
    restsUntil: new Map(),
    lastFailure: null,
    writing: { layer: 'streaming', model: context.models[0] ?? '' },
  };
}

/** What the turn falls back on: chosen where it is needed, and once. Whoever named the chat's version is in no experiment. */
export async function chooseOnce({ deps, turn }: Climb, type: Exclude<AnswerPrompt, 'chat'>): Promise<PromptChoice> {
  const { prompts } = turn.progress;
  const { userId, started, prompt } = turn;
  const sessionId = prompt.strategy === 'REQUESTED' ? null : started.sessionId;
  const choice = prompts.get(type)?.choice ?? (await deps.prompts.choose(type, { userId, sessionId }));
  if (!prompts.has(type)) prompts.set(type, { choice, exposed: false });
  return choice;
}

/** True once an answer has begun: what comes now continues it. */
export function hasText({ turn }: Climb): boolean {
  return turn.log.answer.trim() !== '';
}

export function wayOf({ ways, model }: Climb, name: string): Way {
  const known = ways.get(name);
  if (known) return known;
  const facts = model.factsOf(name);
  // What is not known is tried: a model that refuses says so at once.
  const way = { prefill: facts.takesPrefill !== false, tools: facts.takesTools !== false };
  ways.set(name, way);
  return way;
}
