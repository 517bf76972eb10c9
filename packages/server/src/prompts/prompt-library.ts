/** The prompts in memory: compiled once, looked up without the database, renewed when somebody changed something. */
import type { Experiment, PromptStrategy, PromptType } from '@tradistry/protocol';
import { PromptType as PromptTypes } from '@tradistry/protocol';
import type { Logger } from 'pino';
import { bestVersion } from './best-version.ts';
import { BUILT_IN } from './built-in.ts';
import { type CompiledPrompt, compilePrompt } from './compile-prompt.ts';
import type { Catalogue, Labels, PromptKey, PromptStore, StoredPrompt } from './ports.ts';

/** Versions that no label names and that somebody asked for: the last so many are kept. */
const MAX_ASKED = 50;
const NOTHING: Catalogue = {
  ...{ revision: -1, prompts: [], experiments: [], performance: [] },
  ...{ labels: new Map(), strategies: new Map() },
};
const PRODUCTION: PromptStrategy = { strategy: 'LATEST_VERSION', label: 'production' };

export interface PromptLibrary {
  /** A version that a label names, or that was fetched; `undefined`: there is none, or it cannot be rendered. */
  find(key: PromptKey): CompiledPrompt | undefined;
  /** The same from the database where it must be. */
  fetch(key: PromptKey): Promise<CompiledPrompt | undefined>;
  /** What a user in no experiment gets, by the type's strategy or another. */
  usual(type: PromptType, strategy?: PromptStrategy): PromptKey;
  /** The same, by the type's strategy and ready; where it cannot be rendered the one labelled `production`, else the one that ships. */
  current(type: PromptType): CompiledPrompt;
  labelsOf(type: PromptType): Labels;
  strategyOf(type: PromptType): PromptStrategy;
  /** Those that run, the first to begin first, and those that conversations may still be pinned by. */
  experimentsOf(type: PromptType): readonly Experiment[];
  /** Those of all types that run. */
  running(): readonly Experiment[];
  /** Reads everything again. */
  reload(): Promise<void>;
  /** Reads everything again if anything changed. */
  refresh(): Promise<void>;
}

/** A version that was chosen before, as `choosePrompt` does; it may have gone from memory since. */
export function chosenOf(
  library: Pick<PromptLibrary, 'find' | 'current'>,
  type: PromptType,
  { version }: Pick<PromptKey, 'version'>,
): CompiledPrompt {
  return library.find({ type, version }) ?? library.current(type);
}

interface LibraryDeps {
  readonly store: Pick<PromptStore, 'readRevision' | 'readCatalogue' | 'findPrompt'>;
  readonly logger: Pick<Logger, 'error'>;
}

/** Empty until `reload`; what ships is there at once. */
export function createPromptLibrary({ store, logger }: LibraryDeps): PromptLibrary {
  const shipped = new Map(PromptTypes.options.map((type) => [type, compilePrompt(shippedPrompt(type))]));
  let catalogue = NOTHING;
  let compiled = new Map<string, CompiledPrompt>();
  const asked = new Map<string, CompiledPrompt>();

  /** A version never changes, so what is compiled stays; one that cannot be is told once a reload. */
  function compile(prompt: StoredPrompt): CompiledPrompt | undefined {
    try {
      return compiled.get(nameOf(prompt)) ?? compilePrompt(prompt);
    } catch (error) {
      logger.error({ err: error, prompt: nameOf(prompt) }, 'a prompt cannot be rendered; the legacy prompt stands in');
      return undefined;
    }
  }

  async function reload(): Promise<void> {
    const next = await store.readCatalogue();
    const ready = next.prompts.flatMap((prompt) => compile(prompt) ?? []);
    compiled = new Map(ready.map((prompt) => [nameOf(prompt), prompt]));
    catalogue = next;
  }

  const find = (key: PromptKey) => compiled.get(nameOf(key)) ?? asked.get(nameOf(key));
  const labelsOf = (type: PromptType) => catalogue.labels.get(type) ?? new Map<string, number>();
  const strategyOf = (type: PromptType) => catalogue.strategies.get(type) ?? PRODUCTION;
  function production(type: PromptType): CompiledPrompt {
    const version = labelsOf(type).get('production');
    const labelled = version === undefined ? undefined : find({ type, version });
    // Compiled for every type above.
    return labelled ?? (shipped.get(type) as CompiledPrompt);
  }
  function usual(type: PromptType, strategy = strategyOf(type)): PromptKey {
    const labels = labelsOf(type);
    const best = bestVersion({ type, strategy, labels, performance: catalogue.performance });
    return { type, version: best ?? labels.get(strategy.label) ?? production(type).version };
  }
  return {
    find,
    async fetch(key) {
      const known = find(key);
      if (known) return known;
      const stored = await store.findPrompt(key);
      const ready = stored && compile(stored);
      if (ready) keep(asked, ready);
      return ready;
    },
    usual,
    current: (type) => find(usual(type)) ?? production(type),
    experimentsOf: (type) => catalogue.experiments.filter((experiment) => experiment.type === type),
    running: () => catalogue.experiments.filter(({ status }) => status === 'running'),
    labelsOf,
    strategyOf,
    reload,
    async refresh() {
      // How versions do changes without anybody changing anything.
      const moves = [...catalogue.strategies.values()].some(({ strategy }) => strategy === 'BEST_PERFORMANCE');
      if (moves || (await store.readRevision()) !== catalogue.revision) await reload();
    },
  };
}

function keep(asked: Map<string, CompiledPrompt>, prompt: CompiledPrompt): void {
  const [oldest] = asked.keys();
  if (asked.size >= MAX_ASKED && oldest !== undefined) asked.delete(oldest);
  asked.set(nameOf(prompt), prompt);
}

function nameOf({ type, version }: PromptKey): string {
  return `${type}@${version}`;
}

/** As if it were stored: for a database that has nothing yet, and for one whose production version cannot be rendered. */
function shippedPrompt(type: PromptType): StoredPrompt {
  const content = BUILT_IN.get(type);
  if (!content) throw new Error(`no prompt ships for ${type}`);
  return { ...content, type, version: 1, note: null, author: 'tradistry', parent: null, createdAt: new Date(0) };
}
