/** Runs the tools a model called, as the turn's user, and says what they found: bounded in calls, time, rows and characters. */
import { z } from 'zod';
import { asData } from '../../as-data.ts';
import { Refusal } from '../../refusal.ts';
import type { PromptMessage, ToolCall } from '../model-ports.ts';
import { readArguments } from './read-arguments.ts';
import type { Tool, ToolDeps, ToolResult, ToolTurn } from './tool.ts';
import { toToolChunk } from './tool-chunk.ts';
import { TOOLS } from './tool-list.ts';
import { writeResult } from './write-result.ts';

/** Calls of one step that are run; a model that asks for more is told so. */
const MAX_CALLS = 8;
const TOOL_TIMEOUT_MS = 5000;
/** Of those that are kept with an answer. */
const MAX_FIGURES = 16;
/** What is said to a model of its own faults. */
const MAX_FAULT_UNITS = 1500;

/** One step of a model that ended in tool calls: what it said before them, and the calls. */
export interface ToolStep {
  readonly text: string;
  readonly calls: readonly ToolCall[];
}

/**
 * The messages to go on with: the model's step with the calls that were kept, and a result for each. Empty: nothing was
 * usable, and the model has been told before, so it is to be asked without tools. Rejects only when the turn is aborted.
 */
export async function runToolCalls(
  deps: ToolDeps,
  turn: ToolTurn,
  { text, calls }: ToolStep,
): Promise<PromptMessage[]> {
  const { signal } = turn.abort;
  signal.throwIfAborted();
  const run = calls.slice(0, MAX_CALLS).map((call) => ({ ...call, id: turn.progress.tools.ownId(call.id) }));
  const answers = await Promise.all(run.map((call) => answerCall(deps, turn, call)));
  signal.throwIfAborted();
  const kept = answers.filter((answer) => answer !== null);
  if (kept.length === 0) return [];
  const tooMany = calls.length > MAX_CALLS ? `\nOnly the first ${MAX_CALLS} of ${calls.length} calls were run.` : '';
  return [
    { role: 'assistant', content: text, toolCalls: kept.map(({ call }) => call) },
    ...kept.map(({ call, content }): PromptMessage => ({ role: 'tool', callId: call.id, content: content + tooMany })),
  ];
}

const ANYTHING = z.unknown();

interface Answer {
  readonly call: ToolCall;
  readonly content: string;
}

/** `null`: dropped without a word. */
async function answerCall(deps: ToolDeps, turn: ToolTurn, call: ToolCall): Promise<Answer | null> {
  const tool = TOOLS.get(call.name);
  const read = readArguments(call.arguments, tool?.schema ?? ANYTHING);
  const unknown = [`there is no such tool; there are: ${[...TOOLS.keys()].join(', ')}`];
  if (!tool) return refuseCall(turn, call, { faults: unknown, given: read.given });
  if (!read.ok) return refuseCall(turn, call, read);
  const shown = { call_id: call.id, name: tool.name, arguments: read.given };
  turn.log.appendMark(toToolChunk({ ...shown, status: 'running', summary: tool.doing }));
  const tell = turn.trace.tool(call);
  try {
    const result = await runBounded(deps, turn, { tool, args: read.args });
    turn.log.appendMark(toToolChunk({ ...shown, status: 'done', summary: result.summary }));
    keepFigures(turn, result);
    const content = writeResult(result);
    tell({ result: content, failure: null });
    return { call, content };
  } catch (error) {
    const faults = error instanceof Refusal && error.code === 'invalid_request' ? faultsOf(error) : null;
    tell({ result: null, failure: turn.abort.signal.aborted ? 'cancelled' : faults ? 'invalid_request' : 'internal' });
    turn.abort.signal.throwIfAborted();
    if (faults) return refuseCall(turn, call, { faults, given: read.given });
    return failCall(deps, turn, { call, tool, error });
  }
}

/** Against its own deadline and the turn's end. A statement that is under way is left to the database's own timeout. */
async function runBounded(
  deps: ToolDeps,
  turn: ToolTurn,
  { tool, args }: { tool: Tool; args: unknown },
): Promise<ToolResult> {
  const over = new AbortController();
  const signal = AbortSignal.any([over.signal, turn.abort.signal]);
  const late = deps.wait(TOOL_TIMEOUT_MS, signal).then(() => {
    throw new Error(`${tool.name} took longer than ${TOOL_TIMEOUT_MS} ms`);
  });
  const run = async () => {
    const { userId, progress } = turn;
    const settings = await deps.settings.getSettings(userId);
    return tool.run(deps, { userId, settings, cite: (source) => progress.tools.cite(source) }, args);
  };
  try {
    return await Promise.race([run(), late]);
  } finally {
    over.abort();
  }
}

function keepFigures({ progress }: ToolTurn, { figures = [] }: ToolResult): void {
  progress.figures = [...progress.figures, ...figures].slice(0, MAX_FIGURES);
}

interface Refused {
  readonly faults: readonly string[];
  /** `null`: not even an object. */
  readonly given: object | null;
}

function faultsOf({ extras, detail }: Refusal): string[] {
  return extras.errors?.map(({ path, message }) => `${path}: ${message}`) ?? [detail];
}

/** What is wrong, all of it, the first time; the second time the call is dropped and the model is told no more. */
function refuseCall(turn: ToolTurn, call: ToolCall, { faults, given }: Refused): Answer | null {
  const name = TOOLS.has(call.name) ? call.name : 'a tool that does not exist';
  if (!turn.progress.tools.forgive(`${turn.progress.modelUsed} ${name}`)) return null;
  const summary = `The model asked for ${name} in a way that cannot be run, and was told so.`;
  turn.log.appendMark(toToolChunk({ call_id: call.id, name: call.name, status: 'failed', summary }));
  const said = asData(faults.join('; ')).slice(0, MAX_FAULT_UNITS).toWellFormed();
  // Providers refuse a history with arguments that are no JSON.
  const echoed = given ? call : { ...call, arguments: '{}' };
  return {
    call: echoed,
    content: `Not run. What is wrong: ${said}. Correct all of it and call once more, or answer without it.`,
  };
}

function failCall(deps: ToolDeps, turn: ToolTurn, of: { call: ToolCall; tool: Tool; error: unknown }): Answer {
  const { call, tool, error } = of;
  deps.logger.warn({ err: error, tool: tool.name, stream_id: turn.started.streamId }, 'a tool failed');
  turn.log.appendMark(
    toToolChunk({ call_id: call.id, name: tool.name, status: 'failed', summary: `${tool.doing} did not work.` }),
  );
  if (turn.progress.tools.firstToTell(tool.name)) warn(turn, tool);
  return { call, content: 'This tool does not work right now. Answer without it, and say plainly what is missing.' };
}

function warn(turn: ToolTurn, tool: Tool): void {
  const warning = {
    type: 'warning' as const,
    code: 'tool_failed' as const,
    message: `${tool.doing} did not work just now, so the answer does without it.`,
  };
  turn.progress.warnings.push(warning);
  turn.log.appendMark(warning);
}
