/** The registry: what people and programs do with prompts beside having them answered. */
import type {
  ExperimentMetric,
  Fault,
  NewPromptVersion,
  Page,
  PageQuery,
  PromptAuditEntry,
  PromptAuditQuery,
  PromptDiff,
  PromptFile,
  PromptImportReport,
  PromptOverview,
  PromptStrategy,
  PromptType,
  PromptVersion,
  PromptVersionSummary,
} from '@tradistry/protocol';
import { PromptType as PromptTypes, whyNotDecide } from '@tradistry/protocol';
import { notFound, Refusal } from '../refusal.ts';
import { findContentFaults } from './content-faults.ts';
import { diffPrompts } from './diff-prompts.ts';
import { findVersion, labelsOn } from './find-version.ts';
import type { Author, Labels, PromptStore, StoredPrompt, TypedVersion } from './ports.ts';
import { fromFile, toFile } from './prompt-file.ts';
import type { PromptLibrary } from './prompt-library.ts';
import { PROMPT_VARIABLES } from './variables.ts';

export interface PromptRegistry {
  overview(): PromptOverview[];
  listVersions(type: PromptType, query: PageQuery): Promise<Page<PromptVersionSummary>>;
  getVersion(type: PromptType, ref: string): Promise<PromptVersion>;
  diff(type: PromptType, refs: { from: string; to: string }): Promise<PromptDiff>;
  /** Throws `invalid_request` with all that is wrong with the template. */
  saveVersion(author: Author, type: PromptType, content: NewPromptVersion): Promise<PromptVersion>;
  moveLabel(author: Author, label: string, to: { type: PromptType; version: number }): Promise<void>;
  removeLabel(author: Author, label: string, type: PromptType): Promise<void>;
  setStrategy(author: Author, type: PromptType, strategy: PromptStrategy): Promise<void>;
  exportFiles(): Promise<PromptFile[]>;
  /** All of them or none: throws `invalid_request` with the faults of every file. No label moves but `latest`. */
  importFiles(author: Author, files: readonly PromptFile[]): Promise<PromptImportReport>;
  listAudit(query: PromptAuditQuery): Promise<Page<PromptAuditEntry>>;
}

interface RegistryDeps {
  readonly store: PromptStore;
  readonly library: PromptLibrary;
}

export function createPromptRegistry({ store, library }: RegistryDeps): PromptRegistry {
  /** Whoever changed something sees it at once, here; other instances at their next look. */
  const changing = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    await library.reload();
    return done;
  };
  return {
    overview: () =>
      PromptTypes.options.map((type) => ({
        type,
        labels: Object.fromEntries(library.labelsOf(type)),
        strategy: library.strategyOf(type),
        version: library.usual(type).version,
        variables: [...PROMPT_VARIABLES[type]],
      })),
    async listVersions(type, query) {
      const [page, labels] = await Promise.all([store.listVersions(type, query), store.readLabels(type)]);
      return { ...page, items: page.items.map((item) => ({ ...item, labels: labelsOn(labels, item.version) })) };
    },
    async getVersion(type, ref) {
      const { prompt, labels } = await findVersion(store, type, ref);
      return toVersion(prompt, labels);
    },
    async diff(type, { from, to }) {
      const [before, after] = await Promise.all([findVersion(store, type, from), findVersion(store, type, to)]);
      return diffPrompts(before.prompt, after.prompt);
    },
    async saveVersion(author, type, content) {
      refuseFaults(findContentFaults(type, content));
      const prompt = await changing(store.saveVersion(author, type, content));
      return toVersion(prompt, library.labelsOf(type));
    },
    moveLabel: (author, label, to) => changing(store.moveLabel(author, byHand(label), to)),
    async removeLabel(author, label, type) {
      if (label === 'production') throw new Refusal('conflict', 'The label production can be moved, not removed.');
      if (!(await changing(store.removeLabel(author, byHand(label), type)))) throw notFound(`label of ${type}`);
    },
    setStrategy(author, type, strategy) {
      if (!library.labelsOf(type).has(strategy.label)) throw notFound(`label of ${type}`);
      refuseFaults(strategy.strategy === 'BEST_PERFORMANCE' ? metricFaults(type, strategy.metric) : []);
      return changing(store.setStrategy(author, type, strategy));
    },
    exportFiles: async () => (await store.readAll()).map(toFile),
    importFiles: (author, files) => changing(importFiles(store, author, files)),
    listAudit: (query) => store.listAudit(query),
  };
}

async function importFiles(
  store: PromptStore,
  author: Author,
  files: readonly PromptFile[],
): Promise<PromptImportReport> {
  const read = files.map((file) => readFile(file));
  refuseFaults(read.flatMap(({ faults }) => faults));
  const versions = read.flatMap(({ version }) => version ?? []);
  const kept = await store.keepVersions(author, versions);
  return {
    files: kept.map(({ prompt: { type, version }, isNew }, index) => {
      // As many as there are files, or it was refused above.
      const { path = '' } = files[index] ?? {};
      return { path, type, version, outcome: isNew ? ('created' as const) : ('known' as const) };
    }),
  };
}

/** A file's version with all that is wrong with it. */
function readFile(file: PromptFile): { version: TypedVersion | null; faults: Fault[] } {
  const read = fromFile(file);
  if (Array.isArray(read)) return { version: null, faults: read };
  const faults = findContentFaults(read.type, read.content);
  return {
    version: read,
    faults: faults.map(({ path, message }) => ({ path: file.path, message: `${path} ${message}` })),
  };
}

function refuseFaults(errors: Fault[]): void {
  if (errors.length === 0) return;
  const said = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  throw new Refusal('invalid_request', `${said}.`, { errors });
}

function byHand(label: string): string {
  if (label !== 'latest') return label;
  throw new Refusal('conflict', 'The label latest moves by itself, to the newest version. Choose another label.');
}

function metricFaults(type: PromptType, metric: ExperimentMetric): Fault[] {
  const message = whyNotDecide(type, metric);
  return message === null ? [] : [{ path: 'metric', message }];
}

function toVersion(prompt: StoredPrompt, labels: Labels): PromptVersion {
  const { createdAt, examples, ...rest } = prompt;
  return {
    ...rest,
    examples: [...examples],
    created_at: createdAt.toISOString(),
    labels: labelsOn(labels, prompt.version),
  };
}
