/** What the prompts need of the database, and what the chat is given of them. */
import type {
  Experiment,
  NewPromptVersion,
  Page,
  PageQuery,
  PromptAuditEntry,
  PromptAuditQuery,
  PromptExample,
  PromptModelSettings,
  PromptStrategy,
  PromptType,
  PromptVersionSummary,
} from '@tradistry/protocol';
import type { Moments } from './statistics/moments.ts';

/** The scope of all answers of a version, whatever gave it; an experiment's is its id. */
export const VERSION_SCOPE = 'version';

/** The sums of one metric of one arm in one generation. */
export interface ArmMoments {
  readonly generation: number;
  readonly arm: string;
  readonly metric: string;
  readonly moments: Moments;
}

/** What is rendered: what makes one version another. */
export interface PromptContent {
  readonly template: string;
  readonly examples: readonly PromptExample[];
  readonly settings: PromptModelSettings;
}

export interface StoredPrompt extends PromptContent {
  readonly type: PromptType;
  readonly version: number;
  readonly note: string | null;
  readonly author: string;
  readonly parent: number | null;
  readonly createdAt: Date;
}

/** Where each label of a type points. `latest` is among them. */
export type Labels = ReadonlyMap<string, number>;

/** All that decides which version a turn gets, as of a revision. */
export interface Catalogue {
  readonly revision: number;
  /** Those that a label or one of the experiments names. */
  readonly prompts: readonly StoredPrompt[];
  readonly labels: ReadonlyMap<PromptType, Labels>;
  readonly strategies: ReadonlyMap<PromptType, PromptStrategy>;
  /** Those that run, and those that ended not long ago: conversations that began in them go on with their prompt. */
  readonly experiments: readonly Experiment[];
  /** How versions did so far, by `chat@3`. */
  readonly performance: readonly ArmMoments[];
}

/** A version with the type it is of. */
export interface PromptKey {
  readonly type: PromptType;
  readonly version: number;
}

/** Who writes: a user's id, or `tradistry`. */
export type Author = string;
export const TRADISTRY: Author = 'tradistry';

export interface TypedVersion {
  readonly type: PromptType;
  readonly content: NewPromptVersion;
}

export interface KeptVersion {
  readonly prompt: StoredPrompt;
  /** False: it was there. */
  readonly isNew: boolean;
}

/** The registry's store. Everything it changes is in the audit, in the same transaction. */
export interface PromptStore {
  /** Counted up by every change; cheap to ask for. */
  readRevision(): Promise<number>;
  readCatalogue(): Promise<Catalogue>;
  findPrompt(key: PromptKey): Promise<StoredPrompt | undefined>;
  readLabels(type: PromptType): Promise<Labels>;
  /** Newest first. */
  listVersions(type: PromptType, query: PageQuery): Promise<Page<Omit<PromptVersionSummary, 'labels'>>>;
  /** All versions of all types, in order. */
  readAll(): Promise<StoredPrompt[]>;
  /** Throws `conflict`, naming it, where there is a version of the same content; `invalid_request` without the parent. */
  saveVersion(author: Author, type: PromptType, content: NewPromptVersion): Promise<StoredPrompt>;
  /** The versions of these contents, in order; made where there are none. All of them or nothing. */
  keepVersions(author: Author, versions: readonly TypedVersion[]): Promise<KeptVersion[]>;
  /** What ships: new versions where the text is another, labelled `production` unless somebody else's version is. */
  shipVersions(contents: ReadonlyMap<PromptType, PromptContent>): Promise<void>;
  /** Throws `not_found` without the version. */
  moveLabel(author: Author, label: string, to: PromptKey): Promise<void>;
  /** False: there was none. */
  removeLabel(author: Author, label: string, type: PromptType): Promise<boolean>;
  setStrategy(author: Author, type: PromptType, strategy: PromptStrategy): Promise<void>;
  /** Newest first. */
  listAudit(query: PromptAuditQuery): Promise<Page<PromptAuditEntry>>;
}
