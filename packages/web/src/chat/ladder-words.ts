/** What became of an answer on its way down the ladder, in one quiet line; the whole of it is the server's own words. */
import type { Layer, WarningChunk } from '@tradistry/protocol';
import type { ToolState } from './turn-state.ts';

/** What is known of an answer's making. */
export interface Ladder {
  /** The model's name; `null` while it is not known. */
  readonly by: string | null;
  readonly layer: Layer | null;
  readonly warnings: readonly WarningChunk[];
  readonly tools: readonly ToolState[];
  /** Nothing can be read yet. */
  readonly waiting: boolean;
}

/** `''` where there is nothing to say. */
export function ladderWords({ by, layer, warnings, tools, waiting }: Ladder): string {
  const running = tools.findLast(({ status }) => status === 'running');
  const doing = running ? toolWords(running) : waiting ? 'Reading your journal' : lookups(tools);
  const made = by === null ? [doing] : [writer(by, layer), lookups(tools)];
  const line = [...made, ...detours(warnings)].filter((words) => words !== null).join(' · ');
  return line.charAt(0).toUpperCase() + line.slice(1);
}

/** The server's words for it: what is looked up while it runs, what was found after. */
export function toolWords({ name, summary }: ToolState): string {
  return summary ?? `Looking something up: ${name.replaceAll('_', ' ')}`;
}

function writer(model: string, layer: Layer | null): string {
  if (model !== 'tradistry/analyst') return `Answered by ${model}`;
  const fellBack = layer === 'fallback_message';
  return `Offline analyst: no language model ${fellBack ? 'could answer' : 'was used'}`;
}

function lookups(tools: readonly ToolState[]): string | null {
  if (tools.length === 0) return null;
  return tools.length === 1 ? 'one lookup in your journal' : `${tools.length} lookups in your journal`;
}

type Code = WarningChunk['code'];
type Say = (warnings: readonly WarningChunk[]) => string | null;

/** In the order in which they matter to a trader. */
const DETOURS: Readonly<Record<Code, Say>> = {
  fallback: sayFallback,
  model_unavailable: () => 'not the first choice of model',
  continued: () => 'broke off and went on',
  unverified_figures: sayUnverified,
  tool_failed: () => 'a lookup did not work',
  retrieval_degraded: () => 'your notes were searched less thoroughly',
  context_trimmed: sayTrimmed,
  limit_near: () => "near the day's limit",
};

function detours(warnings: readonly WarningChunk[]): (string | null)[] {
  // A code of a newer server has no words here; its own stand behind the line.
  return Object.entries(DETOURS).map(([code, say]) => {
    const of = warnings.filter((warning) => warning.code === code);
    return of.length > 0 ? say(of) : null;
  });
}

function sayFallback(warnings: readonly WarningChunk[]): string | null {
  const layers = warnings.map(({ layer }) => layer);
  // That the analyst answered is said already by who wrote it.
  if (layers.includes('fallback_message')) return null;
  return layers.includes('legacy_prompt') ? 'with less of your journal' : 'given in one piece';
}

// What is cut to fit a model names it; figures that were late were so for all.
function sayTrimmed(warnings: readonly WarningChunk[]): string {
  const figures = warnings.some(({ model }) => model === undefined) ? ['some figures came too late'] : [];
  const background = warnings.some(({ model }) => model !== undefined) ? ['some background was left out'] : [];
  return [...figures, ...background].join(' · ');
}

function sayUnverified(warnings: readonly WarningChunk[]): string {
  const count = new Set(warnings.flatMap(({ figures }) => figures ?? [])).size;
  if (count === 0) return 'some figures have no source';
  return count === 1 ? 'one figure has no source' : `${count} figures have no source`;
}
