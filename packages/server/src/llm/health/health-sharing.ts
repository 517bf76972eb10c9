/** What breakers of one model on several instances tell each other; without it each decides for itself. */

/** A breaker of another instance changed. */
export interface BreakerNews {
  readonly model: string;
  /** It stays open for so long from now on, in milliseconds; 0: it closed. */
  readonly openForMs: number;
}

export interface HealthSharing {
  /** Tells the others; never throws, and nothing is told while the line is away. */
  publish(news: BreakerNews): void;
  /** Asks for the one probe of `model`, for at most `ms`. Resolves soon; `unknown`: nobody can say. */
  claimProbe(model: string, ms: number): Promise<'mine' | 'taken' | 'unknown'>;
  /** Gives it back, if it is still this instance's. */
  releaseProbe(model: string): void;
  /** Calls `listener` with what the others tell, and with what is still true of what they told before. */
  listen(listener: (news: BreakerNews) => void): void;
  close(): void;
}
