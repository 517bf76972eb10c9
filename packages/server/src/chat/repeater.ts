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

/** A run that fails is logged and comes again. Never keeps the process alive. */
export function createRepeater(deps: { logger: Logger }, job: Job): Repeater {
  let timer = setTimeout(tick, job.every).unref();
  let stopped = false;
  async function tick(): Promise<void> {
    try {
      await job.run();
    } catch (error) {
      deps.logger.warn({ err: error, job: job.name }, 'work in the background failed; it is tried again');
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
