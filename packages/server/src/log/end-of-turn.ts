/** Text leaves at the end of the turn of the event loop it came in: what came together leaves together, and nothing waits. */

/** Something that holds text back until it is flushed. */
export interface Flushable {
  flush(): void;
}

/** Has `one` flushed once, soon. */
export type FlushSoon = (one: Flushable) => void;

/** Holds nothing back: for logs whose text comes in batches as it is. */
export const AT_ONCE: FlushSoon = (one) => one.flush();

/** One for all logs of a process, so that a turn of the loop ends with one callback for all of them. */
export function createEndOfTurn(): FlushSoon {
  let waiting: Flushable[] = [];
  const flushAll = () => {
    const due = waiting;
    waiting = [];
    for (const one of due) one.flush();
  };
  return (one) => {
    waiting.push(one);
    if (waiting.length === 1) setImmediate(flushAll);
  };
}
