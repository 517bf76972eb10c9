/** The rules that ship, with every duration divided by the same number: what is tested in a minute is what ships. */

const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/** A window in an expression, how long an alert waits, how often a group is looked at. */
const DURATION = /(\[|\b(?:for|interval): )(\d+)([smh])(?=\]|$)/gm;

export function shortenRules(rules: string, divisor: number): string {
  return rules.replace(DURATION, (_all, ...[before, count, unit]: [string, string, keyof typeof UNITS_MS]) => {
    return `${before}${Math.round((Number(count) * UNITS_MS[unit]) / divisor)}ms`;
  });
}
