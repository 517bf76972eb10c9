/** What the operators' side needs of the world: records of streams, their roll-ups, usage, queues. */
import type {
  JobQueue,
  KpiDimension,
  Page,
  StreamLife,
  StreamRecord,
  StreamsQuery,
  UsageDay,
} from '@tradistry/protocol';

/** Which turns are added up, and by what. `from` and `to` are whole hours or days. */
export interface SummaryPlan {
  readonly from: Date;
  readonly to: Date;
  readonly every: 'hour' | 'day' | null;
  readonly by: readonly KpiDimension[];
  readonly only: {
    readonly model?: string | undefined;
    readonly prompt_version?: string | undefined;
    readonly instance?: string | undefined;
    readonly streaming?: boolean | undefined;
  };
}

/** How often each bucket was hit: bucket b holds times above 2^((b-1)/8) ms and not above 2^(b/8) ms. */
export type Buckets = Readonly<Record<string, number>>;

/** Times added up; `sum` in milliseconds. */
export interface SummedTimes {
  readonly sum: number;
  readonly buckets: Buckets;
}

/** Turns added up. */
export interface SummedTurns {
  /** True: over all. Otherwise of the hour or day and of the values that follow, `null` where not told apart. */
  readonly total: boolean;
  readonly at: Date | null;
  readonly model: string | null;
  readonly prompt_version: string | null;
  readonly instance: string | null;
  readonly streaming: boolean | null;
  readonly completed: number;
  readonly degraded: number;
  readonly stopped: number;
  readonly partial: number;
  readonly failed: number;
  /** Of all but the stopped ones. */
  readonly fallbacks: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: string;
  readonly firstToken: SummedTimes;
  readonly duration: SummedTimes;
  readonly longestGap: SummedTimes;
  readonly reading: SummedTimes;
}

/** A running turn as the database knows it: its last checkpoint. */
export interface RunningStream {
  readonly userId: string;
  readonly record: StreamRecord;
}

/** A choice of streams, and how a user of it may be written in a record. */
export interface StreamsChoice {
  readonly query: StreamsQuery;
  /** The user's own id, or a key; `null`: anyone's. */
  readonly userKeys: readonly string[] | null;
}

/** Over all users; nothing of it holds what was asked or answered. */
export interface OpsStore {
  summarize(plan: SummaryPlan): Promise<SummedTurns[]>;
  /** The newest first, at most `MOST_RUNNING`. */
  listRunning(query: StreamsQuery): Promise<RunningStream[]>;
  listEnded(choice: StreamsChoice): Promise<Page<StreamRecord>>;
  findRunning(streamId: string): Promise<RunningStream | undefined>;
  findEnded(streamId: string): Promise<StreamLife | undefined>;
  /** Of a stream that runs, or whose turn is still there. */
  findOwner(streamId: string): Promise<string | undefined>;
  /** Users are their ids. */
  listUsage(query: UsageChoice): Promise<Page<UsageDay>>;
  /** Adds up the hours that ended before `until`. */
  addUp(until: Date): Promise<void>;
  /** Deletes records and roll-ups by hour of before; records only where they are added up. */
  prune(before: { records: Date; hours: Date }): Promise<void>;
}

/** Days in UTC, both included. */
export interface UsageChoice {
  readonly from: string;
  readonly to: string;
  readonly cursor: string | undefined;
  readonly limit: number;
  /** An id, or a key as records show it; `null`: everybody's. */
  readonly user: string | null;
}

/** Reading times, told by pages of the user's own. */
export interface ReadingStore {
  /** The longest counts, of answers that ended within the last hour. False: the user has no such message. */
  saveReading(userId: string, messageId: string, readingMs: number): Promise<boolean>;
}

/** More than the last checkpoint knows. */
export type LiveStream = Pick<
  StreamLife,
  | 'layer'
  | 'model_used'
  | 'fallback_used'
  | 'attempts'
  | 'chunk_count'
  | 'time_to_first_token_ms'
  | 'processing_time_ms'
  | 'longest_gap_ms'
  | 'prompt_version'
  | 'attempt_list'
  | 'steps'
  | 'gaps'
>;

/** The queues of work beside the turns; never waits on what is away for long. */
export interface QueueStats {
  list(): Promise<readonly JobQueue[]>;
}
