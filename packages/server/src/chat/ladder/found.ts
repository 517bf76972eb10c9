/** What tools found for an answer, as far as there is room for it: the oldest gives way. */
import type { PromptMessage } from '../model-ports.ts';

/** Of all results together, in UTF-16 code units: some 15,000 to 20,000 tokens. */
const MAX_UNITS = 60_000;
const LEFT_OUT = 'Left out: there was no room for it. Look it up again if it is needed.';

/** The results among what was said. */
export function resultsIn(exchange: readonly PromptMessage[]): readonly string[] {
  return exchange.flatMap((message) => (message.role === 'tool' ? [message.content] : []));
}

/** How many of the oldest are too many in any case. */
export function tooMany(results: readonly string[]): number {
  let sum = 0;
  const kept = results.toReversed().findIndex(({ length }) => {
    sum += length;
    return sum > MAX_UNITS;
  });
  return kept < 0 ? 0 : results.length - kept;
}

/** `exchange` without the texts of its oldest `count` results: each call must have one, whatever it says. */
export function withoutOldest(exchange: readonly PromptMessage[], count: number): readonly PromptMessage[] {
  let left = count;
  return exchange.map((message) => {
    if (message.role !== 'tool' || left === 0) return message;
    left -= 1;
    return { ...message, content: LEFT_OUT };
  });
}

/** For people; `null`: nothing was left out. */
export function sayLeftOut(ofContext: string | null, results: number): string | null {
  if (results === 0) return ofContext;
  const said = results === 1 ? '1 earlier look-up' : `${results} earlier look-ups`;
  return ofContext === null ? said : `${ofContext}, and ${said}`;
}
