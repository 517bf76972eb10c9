/** Work that is done again and again beside the requests, one run at a time. */
import type { Logger } from 'pino';

export interface Repeater {
  stop(): void;
}

interface Job {
  /** Milliseconds between the end of one run and the next. */
  readonly every: number;
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** A run that fails comes again; the first failure of a row is logged. Never keeps the process alive. */
export function createRepeater(deps: { logger: Logger }, job: Job): Repeater {
  let timer = setTimeout(tick, job.every).unref();
  let stopped = false;
  let failing = false;
  async function tick(): Promise<void> {
    try {
      await job.run();
      failing = false;
    } catch (error) {
      if (!failing) deps.logger.warn({ err: error, job: job.name }, 'work in the background failed; it is tried again');
      failing = true;
    }
    if (!stopped) timer = setTimeout(tick, job.every).unref();
  }
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
