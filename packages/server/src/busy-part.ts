/** How busy the event loop is. */
import { performance } from 'node:perf_hooks';

/** The part of the time since its last call that the event loop worked, 0 to 1. */
export function createBusyPart(): () => number {
  let last = performance.eventLoopUtilization();
  return () => {
    const current = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(current, last);
    last = current;
    return utilization;
  };
}
