/** One model's whole answer at a layer: it is asked, the tools it calls are run, and it is asked again. */

import { ModelFailure, type PromptMessage } from '../model-ports.ts';
import { PromptFailure } from '../prompt-ports.ts';
import { ruleConfidence } from '../rule-confidence.ts';
import { runToolCalls } from '../tools/run-tool-calls.ts';
import { TOOL_DEFINITIONS } from '../tools/tool-list.ts';
import type { Ask } from './ask.ts';
import type { Attempted } from './attempt.ts';
import { type Climb, chooseOnce, hasText, type ModelLayer, wayOf } from './climb-state.ts';
import { toContinuation } from './continuation.ts';
import { resultsIn, sayLeftOut, tooMany, withoutOldest } from './found.ts';
import { promptFor } from './prompt-for.ts';
import { attemptOrRace } from './race.ts';

/** Steps of tool calls in one turn; then the model must answer with what it has. */
const MAX_TOOL_STEPS = 5;
const TOOL_TEXT = JSON.stringify(TOOL_DEFINITIONS);

/** Where a conversation stands. */
interface Stand {
  readonly layer: ModelLayer;
  readonly model: string;
  /** What the model and its tools have said since it was asked. */
  readonly exchange: PromptMessage[];
  /** It was given tools when it was asked last. */
  hasTools: boolean;
  /** It called tools that it was not given, and was asked to answer without. */
  reminded: boolean;
}

const WITHOUT_TOOLS: PromptMessage = {
  role: 'user',
  content: 'Answer now, with what you have, without looking up anything more.',
};

/**
 * `answered`; `skipped`: the model's breaker lets nobody through, or the layer's prompt cannot be rendered; or how it failed.
 * Rejects only when the turn is aborted.
 */
export async function converse(
  climb: Climb,
  layer: ModelLayer,
  model: string,
): Promise<'answered' | 'skipped' | ModelFailure> {
  const stand: Stand = { layer, model, exchange: [], hasTools: false, reminded: false };
  for (;;) {
    const tried = await askOnce(climb, stand);
    if (tried === 'no_prompt') return 'skipped';
    if (tried === 'no_room') return fail(climb, model, 'context_too_long');
    if (!tried) return stand.exchange.length === 0 ? 'skipped' : fail(climb, model, 'provider_down');
    if (tried.failure) return tried.failure;
    if (tried.end.finishReason !== 'tool_calls') return finish(climb, tried);
    if (stand.hasTools) await lookUp(climb, stand, tried);
    else if (!remind(climb, stand, tried)) return fail(climb, model, 'malformed');
  }
}

/** Apart, so that nobody holds the prompt while its answer comes. `null`: the model's breaker lets nobody through. */
async function askOnce(climb: Climb, stand: Stand): Promise<Attempted | 'no_prompt' | 'no_room' | null> {
  const ask = await toAsk(climb, stand).catch((error: unknown) => noPrompt(climb, error));
  if (ask === 'no_prompt') return ask;
  if (!ask) return 'no_room';
  stand.hasTools = ask.tools.length > 0;
  const admitted = await climb.deps.health.admit(ask.model);
  return admitted && attemptOrRace(climb, ask, admitted);
}

/** Failures that no call ended in. */
const WORDS = {
  context_too_long: 'The question and its context are too long for the models.',
  malformed: 'The model asked for tools that it was not given.',
  provider_down: 'The model is not available right now.',
} as const;

function fail(climb: Climb, model: string, failureClass: keyof typeof WORDS): ModelFailure {
  const failure = new ModelFailure(failureClass, WORDS[failureClass]);
  climb.failed.set(model, failure);
  climb.lastFailure = failure;
  return failure;
}

/** From here on only the legacy prompt is left. */
function noPrompt(climb: Climb, error: unknown): 'no_prompt' {
  if (!(error instanceof PromptFailure)) throw error;
  if (!climb.promptFailed) climb.deps.logger.error({ err: error }, 'the chat prompt failed; the legacy prompt answers');
  climb.promptFailed = true;
  return 'no_prompt';
}

/** `null`: there is too little room for it, even without what tools found. */
async function toAsk(climb: Climb, stand: Stand): Promise<Ask | null> {
  const results = stand.exchange.length > 0 ? resultsIn(stand.exchange) : climb.lookups;
  for (let leftOut = tooMany(results); leftOut <= results.length; leftOut += 1) {
    const ask = await toAskWithout(climb, stand, leftOut);
    if (ask) return { ...ask, trimmed: sayLeftOut(ask.trimmed, leftOut) };
  }
  return null;
}

/** Without so many of the oldest results of tools. */
async function toAskWithout(climb: Climb, stand: Stand, leftOut: number): Promise<Ask | null> {
  const { layer, model } = stand;
  const exchange = withoutOldest(stand.exchange, leftOut);
  const lookups = climb.lookups.slice(leftOut);
  const way = wayOf(climb, model);
  const goesOn = exchange.length === 0 && hasText(climb);
  // Who goes on with a sentence is given what was found before, and no tools: what follows a look-up is a paragraph of its
  // own, and servers that take a prefill mostly refuse it beside tools.
  const mayLookUp = layer === 'streaming' && !goesOn && way.tools && climb.toolSteps < MAX_TOOL_STEPS;
  const tools = mayLookUp ? TOOL_DEFINITIONS : [];
  const { answer } = climb.turn.log;
  const said = exchange.length > 0 ? exchange.map(({ content }) => content) : lookups;
  const beside = [...(goesOn ? [answer] : []), ...said, ...(mayLookUp ? [TOOL_TEXT] : [])];
  const prompt = await promptFor(climb, { layer, model, beside });
  if (!prompt) return null;
  const common = { layer, model, tools, settings: prompt.settings, trimmed: prompt.trimmed };
  if (exchange.length > 0) return { ...common, join: null, messages: [...prompt.messages, ...exchange] };
  const messages = withLookups(lookups, prompt.messages);
  if (!goesOn) return { ...common, join: null, messages };
  const join = way.prefill ? 'prefill' : 'instruction';
  return { ...common, join, messages: toContinuation(messages, answer, way.prefill ? null : await instruct(climb)) };
}

async function instruct(climb: Climb): Promise<(last: string) => string> {
  const choice = await chooseOnce(climb, 'continuation');
  return (last) => climb.deps.prompts.renderContinuation(choice, last);
}

/** Whoever takes over knows what was found before. */
function withLookups(lookups: readonly string[], base: readonly PromptMessage[]): readonly PromptMessage[] {
  const [system, ...rest] = base;
  if (lookups.length === 0 || system?.role !== 'system') return base;
  const content = [system.content, 'Looked up for this answer already:', ...lookups].join('\n\n');
  return [{ role: 'system', content }, ...rest];
}

async function lookUp(climb: Climb, { exchange }: Stand, { text, end }: Extract<Attempted, { failure: null }>) {
  climb.toolSteps += 1;
  const { deps, turn } = climb;
  const found = await turn.trace.step('tools', () => runToolCalls(deps, turn, { text: text(), calls: end.toolCalls }));
  climb.budget.renew(deps.now(), false);
  climb.lookups.push(...found.filter(({ role }) => role === 'tool').map(({ content }) => content));
  exchange.push(...found);
  if (found.length > 0) return;
  // Nothing of it was usable, and it was told so before: from here on it answers with what it has.
  climb.toolSteps = MAX_TOOL_STEPS;
  answerWithout(exchange, text());
}

/** Once. What it said amid that is gone on with like any answer that broke off. False: it was reminded before. */
function remind(climb: Climb, stand: Stand, { text }: Extract<Attempted, { failure: null }>): boolean {
  if (stand.reminded) return false;
  stand.reminded = true;
  if (stand.exchange.length > 0 || !hasText(climb)) answerWithout(stand.exchange, text());
  return true;
}

function answerWithout(exchange: PromptMessage[], text: string): void {
  if (text !== '') exchange.push({ role: 'assistant', content: text });
  exchange.push(WITHOUT_TOOLS);
}

function finish({ turn }: Climb, { end, units }: Extract<Attempted, { failure: null }>): 'answered' {
  const { progress } = turn;
  progress.outcome = 'completed';
  progress.finishReason = end.finishReason === 'length' ? 'length' : 'stop';
  if (units > 0 || progress.modelUsed === null) progress.modelUsed = end.model;
  progress.confidence = ruleConfidence(turn);
  return 'answered';
}
