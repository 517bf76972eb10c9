/** Work that is done beside the turns: asked for by name, kept in the database, done once by any instance, again after a crash. */

/** What a job is about: ids, never words. */
export type JobData = Readonly<Record<string, string>>;

export interface Queue {
  readonly name: string;
  /** One at a time over all instances, and one more may wait; otherwise each `key` has one waiting. */
  readonly alone?: boolean;
  /** Tries beside the first, each later than the one before; default 5. */
  readonly retries?: number;
}

/** `signal` aborts when the server stops or the job has become another's; what is left is done by the next try. */
export type Work = (data: JobData, signal: AbortSignal) => Promise<void>;

/** How a queue stands. */
export interface QueueState {
  readonly queue: string;
  readonly waiting: number;
  readonly active: number;
  /** Given up, and still kept to be looked at. */
  readonly failed: number;
  /** How long the oldest of the waiting has waited; `null`: none waits. */
  readonly oldestMs: number | null;
  /** Of work over much; `null`: none runs. */
  readonly progress: { readonly done: number; readonly total: number } | null;
}

export interface Jobs {
  /** Makes the queue where there is none, and works on it from now on. `progress`: for people who watch. */
  work(queue: Queue, work: Work, progress?: () => Promise<QueueState['progress']>): Promise<void>;
  /** Never rejects: a job that cannot be kept is asked for again by whoever looks for work. Jobs of one `key` that wait are one. */
  send(queue: string, data?: JobData, key?: string): Promise<void>;
  describe(): Promise<QueueState[]>;
  /** Lets running jobs end for a moment; the others come back to the queue. */
  close(): Promise<void>;
}
