/** What experiments need of the database: their definitions, who is where, and the sums of what came of it. */
import type { Experiment, ExperimentPatch, NewExperiment, Page, PageQuery } from '@tradistry/protocol';
import type { Author } from './ports.ts';
import type { Moments } from './statistics/moments.ts';

/** The sums of one metric of one arm in one generation. */
export interface ArmMoments {
  readonly generation: number;
  readonly arm: string;
  readonly metric: string;
  readonly moments: Moments;
}

/** How an experiment ends. */
export interface ExperimentEnd {
  readonly status: 'stopped' | 'rolled_back';
  readonly reason: string;
  /** The version that becomes `production`; absent: none does. */
  readonly production?: number;
}

/** Where a user is to be put who is nowhere yet; `variant` null: nowhere. */
export interface Placement {
  readonly id: string;
  /** 0 in a fixed allocation, in an adaptive one the generation. */
  readonly era: number;
  readonly variant: string | null;
  readonly generation: number;
}

export interface ExperimentStore {
  /** Throws `invalid_request` where a version is not there. */
  createExperiment(author: Author, experiment: NewExperiment): Promise<Experiment>;
  findExperiment(id: string): Promise<Experiment | undefined>;
  /** Newest first. */
  listExperiments(query: PageQuery): Promise<Page<Experiment>>;
  /** Throws `not_found`, and `conflict` where it is not a draft or shares users with one that runs. */
  startExperiment(author: Author, id: string): Promise<Experiment>;
  /** Throws `not_found`, and `conflict` where that may not change any more. */
  changeExperiment(author: Author, id: string, patch: ExperimentPatch): Promise<Experiment>;
  /** Throws `not_found`, and `conflict` where it does not run. */
  endExperiment(author: Author, id: string, end: ExperimentEnd): Promise<Experiment>;
  /** False: another did so meanwhile, or it does not run any more. */
  addGeneration(id: string, generation: number, weights: Readonly<Record<string, number>>): Promise<boolean>;
  readMoments(scope: string): Promise<{ moments: ArmMoments[]; countedAt: Date | null }>;
  /** As the user. */
  assign(userId: string, placement: Placement): Promise<{ variant: string; generation: number } | null>;
}

/** `[weight, value]`, by metric. */
export type Values = Readonly<Record<string, readonly [w: number, x: number]>>;

/** An answer that is to be looked at. */
export interface DueExecution {
  readonly userId: string;
  readonly streamId: string;
  readonly version: number;
  readonly experimentId: string | null;
  readonly variant: string | null;
  readonly generation: number | null;
  readonly exposed: boolean;
  readonly warnings: number;
  readonly confidence: number | null;
  readonly confidenceBy: 'judge' | 'rules' | null;
  readonly ageMs: number;
  readonly counted: Values | null;
  /** Null: its record is not kept any more. */
  readonly outcome: string | null;
  readonly layer: string | null;
  readonly firstTokenMs: number | null;
  readonly durationMs: number | null;
  readonly tokens: number | null;
  readonly costUsd: number | null;
  readonly readingMs: number | null;
  /** False: the message was deleted, and with it what came after. */
  readonly kept: boolean;
  readonly rating: 'up' | 'down' | null;
  readonly regenerated: boolean;
  readonly followed: boolean;
}

/** Whose sums: an experiment's variant in a generation, or a version of all times. */
export interface ArmKey {
  readonly scope: string;
  readonly generation: number;
  readonly arm: string;
}

export interface UserSums extends ArmKey {
  readonly userId: string;
  readonly sums: Values;
}

export interface Counted {
  readonly executions: readonly {
    readonly userId: string;
    readonly streamId: string;
    readonly counted: Values | null;
    readonly lookAgainMs: number | null;
  }[];
  readonly users: readonly UserSums[];
  /** What is to be added. */
  readonly moments: readonly (ArmKey & { readonly metric: string; readonly change: Moments })[];
}

export interface ExecutionCounter {
  /**
   * Counts up to `limit` of the answers that are due, in one transaction: `count` is given them and the sums so far of their
   * users. Resolves with how many there were; 0 also where another instance counts.
   */
  countDue(limit: number, count: (due: readonly DueExecution[], sums: readonly UserSums[]) => Counted): Promise<number>;
}
