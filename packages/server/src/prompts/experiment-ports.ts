/** What experiments need of the database: their definitions, who is where, and the sums of what came of it. */
import type {
  Experiment,
  ExperimentLook,
  ExperimentStatus,
  NewExperiment,
  Page,
  PageQuery,
  PromptAuditEntry,
  PromptType,
} from '@tradistry/protocol';
import type { PinRequest, PromptChoice } from '../chat/prompt-ports.ts';
import type { ArmMoments, Author, PromptKey } from './ports.ts';
import type { Moments } from './statistics/moments.ts';

/** What is to become of an experiment, and how the audit calls it. */
export interface ExperimentChange {
  readonly action: PromptAuditEntry['action'];
  readonly details: Readonly<Record<string, unknown>>;
  readonly definition?: NewExperiment;
  /** A new set of weights, and the number of the time that begins with it. */
  readonly generation?: { readonly number: number; readonly weights: Readonly<Record<string, number>> };
  readonly status?: Exclude<ExperimentStatus, 'draft'>;
  readonly reason?: string;
  /** What the label `production` is to name. */
  readonly production?: PromptKey;
}

/** Told the experiment as it is, and those that run; `null`: nothing is to change. What it throws changes nothing either. */
export type DecideChange = (experiment: Experiment, live: readonly Experiment[]) => ExperimentChange | null;

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
  /** One change after the other. Throws `not_found`. */
  changeExperiment(author: Author, id: string, decide: DecideChange): Promise<Experiment | null>;
  readMoments(scope: string): Promise<{ moments: ArmMoments[]; countedAt: Date | null }>;
  /** Kept where there are some more users than at the last look. */
  keepLook(id: string, look: Omit<ExperimentLook, 'at'>): Promise<void>;
  /** The first first. */
  readLooks(id: string): Promise<ExperimentLook[]>;
  /** What one of the user's conversations is pinned to, or is from now on; `null`: by none of these. Rejects where it is no conversation. */
  pin(userId: string, sessionId: string, request: PinRequest): Promise<PromptChoice | null>;
  /** As the user. */
  assign(userId: string, placement: Placement): Promise<{ variant: string; generation: number } | null>;
}

/** `[weight, value]`, by metric. */
export type Values = Readonly<Record<string, readonly [w: number, x: number]>>;

/** An execution that is to be looked at: of an answer, or of what a model was asked after it. */
export interface DueExecution {
  readonly userId: string;
  readonly streamId: string;
  readonly type: PromptType;
  readonly version: number;
  readonly strategy: PromptChoice['strategy'];
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
  /** Of a title or a summary. */
  readonly characters: number | null;
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
    readonly type: PromptType;
    readonly counted: Values | null;
    readonly lookAgainMs: number | null;
  }[];
  readonly users: readonly UserSums[];
  /** What is to be added. */
  readonly moments: readonly (ArmKey & { readonly metric: string; readonly change: Moments })[];
}

export interface ExecutionCounter {
  /** Whether there is any answer to be looked at. */
  isDue(): Promise<boolean>;
  /**
   * Counts up to `limit` of the answers that are due, in one transaction: `count` is given them and the sums so far of their
   * users. Resolves with how many there were; 0 also where another instance counts.
   */
  countDue(limit: number, count: (due: readonly DueExecution[], sums: readonly UserSums[]) => Counted): Promise<number>;
}
