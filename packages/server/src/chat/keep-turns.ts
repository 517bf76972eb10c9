/** What is done beside the turns while the server runs: leases, trials, stops, orphans, forgetting. */

import type { ActiveTurns } from './active-turns.ts';
import type { ChatDeps } from './deps.ts';
import { keepTrials } from './keep-trials.ts';
import { obeyStops, watchLeases } from './lease.ts';
import { recoverTurns, SILENT_MS } from './recover-turns.ts';
import { createRepeater, type Repeater } from './repeater.ts';
import { KEEP_HOURS } from './watch-turn.ts';
import { withinTime } from './within-time.ts';

const WATCH_MS = 200;
const STOPS_MS = 400;
const ORPHANS_MS = 1000;
/** A place that is not renewed for 10 s counts no more. */
const TRIALS_MS = 2000;
const PRUNE_MS = 3_600_000;
/** A look that takes longer is given up, and the next one tried. */
const GIVE_UP_MS = 5000;

/** `alone`: the embedded database, whose one process needs no lease. */
export function keepTurns(deps: ChatDeps, active: ActiveTurns, alone: boolean): Repeater {
  const jobs = [
    { every: PRUNE_MS, name: 'forget old logs', run: () => forgetOld(deps) },
    { every: TRIALS_MS, name: 'keep trials', run: () => withinTime(GIVE_UP_MS, keepTrials(deps, active)) },
    { every: ORPHANS_MS, name: 'take up orphans', run: () => lookForOrphans(deps, active) },
    ...(alone
      ? []
      : [
          { every: WATCH_MS, name: 'watch leases', run: async () => watchLeases(deps, active.all()) },
          { every: STOPS_MS, name: 'obey stops', run: () => lookForStops(deps, active) },
        ]),
  ].map((job) => createRepeater(deps, job));
  return {
    stop() {
      for (const job of jobs) job.stop();
    },
  };
}

async function forgetOld({ turns, trials, requestDays }: ChatDeps): Promise<void> {
  await turns.prune({ hours: KEEP_HOURS, requestDays });
  await trials.prune();
}

async function lookForOrphans(deps: ChatDeps, active: ActiveTurns): Promise<void> {
  if (active.open) await withinTime(GIVE_UP_MS, recoverTurns(deps, active, SILENT_MS));
}

async function lookForStops(deps: ChatDeps, active: ActiveTurns): Promise<void> {
  if (active.size > 0) await withinTime(GIVE_UP_MS, obeyStops(deps, active.find));
}
