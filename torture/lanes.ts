/** Runs side by side: each lane has a world of its own and takes one run after the other. */
import { copyFileSync, globSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FULL, type Mode, type Size } from './plan.ts';
import { type RunResult, runOnce } from './run.ts';
import type { Violation } from './sightings.ts';
import { verifyRows } from './verify.ts';
import { createWorld, type World } from './world.ts';

export interface Torture {
  readonly mode: Mode;
  /** Of the first run; the next ones count up. */
  readonly seed: number;
  readonly runs: number;
  readonly lanes: number;
  readonly size?: Size;
  /** A database that is there already: never killed. */
  readonly database?: { readonly url: string; readonly schema: string };
  /** A data folder that the embedded database begins with. */
  readonly template?: string;
  /** Told each run's result as it comes. */
  readonly onRun?: (result: RunResult) => void;
}

export interface Tortured {
  readonly results: readonly RunResult[];
  /** Of the runs, of the databases in the end, and every server that ended by itself. */
  readonly violations: readonly Violation[];
}

/** All runs. Rejects when something that is not under test cannot be started. */
export async function torture(options: Torture): Promise<Tortured> {
  const seeds = Array.from({ length: options.runs }, (_, index) => options.seed + index);
  const lanes = Array.from({ length: Math.min(options.lanes, options.runs) }, () => runLane(options, seeds));
  const all = await Promise.all(lanes);
  return { results: all.flatMap(({ results }) => results), violations: all.flatMap(({ violations }) => violations) };
}

async function runLane({ mode, size = FULL, database, template, onRun }: Torture, seeds: number[]): Promise<Tortured> {
  const results: RunResult[] = [];
  await using world = await createWorld({ mode, ...(database && { database }), ...(template && { template }) });
  for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
    const result = await runOnce(world, seed, size);
    results.push(result);
    onRun?.(result);
  }
  const violations = results.flatMap((result) => result.violations);
  const crashes = world.crashes.map((detail): Violation => ({ turn: 'none', fault: 'error', detail }));
  verifyRows(
    await world.readTurns(),
    results.flatMap(({ turns }) => turns),
    violations,
  );
  if (violations.length + world.crashes.length > 0) keepLogs(world);
  return { results, violations: [...violations, ...crashes] };
}

/** What the processes said, for whoever looks for the cause. */
function keepLogs({ mode, folder }: World): void {
  const kept = join('.torture', `${mode}-${basename(folder)}`);
  mkdirSync(kept, { recursive: true });
  for (const log of globSync('*.log', { cwd: folder })) copyFileSync(join(folder, log), join(kept, log));
}
