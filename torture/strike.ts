/** Carries out the strikes of a plan, one after the other at each victim. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kind, Strike } from './plan.ts';
import type { RunningTurn } from './running-turn.ts';
import type { Victim } from './victim.ts';
import type { World } from './world.ts';

/** How often what was struck. */
export type Tally = Record<Kind, number>;

export function emptyTally(): Tally {
  return { server: 0, drain: 0, freeze: 0, postgres: 0, valkey: 0, nginx: 0, proxy: 0, line: 0, tab: 0 };
}

export interface Striker {
  /** Resolves when what was struck is up again. */
  strike(strike: Strike): Promise<void>;
  readonly tally: Tally;
}

/** Strikes in `world`, and at the lines and tabs of `turns`. */
export function createStriker(world: World, turns: readonly RunningTurn[]): Striker {
  const tally = emptyTally();
  const queues = new Map<Victim, Promise<void>>();

  /** Nobody is struck who is not up again from the last time. */
  const inTurn = (victim: Victim | null | undefined, action: (victim: Victim) => Promise<void>): Promise<void> => {
    if (!victim) return Promise.resolve();
    const queued = (queues.get(victim) ?? Promise.resolve()).then(() => action(victim));
    queues.set(victim, queued);
    return queued;
  };
  const down = (victim: Victim | null | undefined, how: 'kill' | 'end', { kind, ms }: Strike) =>
    inTurn(victim, async (struck) => {
      tally[kind] += 1;
      await struck[how]();
      await sleep(ms);
      await struck.start();
    });

  return {
    tally,
    strike(strike) {
      const server = world.servers[strike.index % world.servers.length];
      const turn = turns[strike.turn];
      switch (strike.kind) {
        case 'server':
          return down(server, 'kill', strike);
        case 'drain':
          return down(server, 'end', strike);
        case 'freeze':
          return inTurn(server, async (victim) => {
            tally.freeze += 1;
            await victim.freeze(strike.ms);
          });
        case 'postgres':
        case 'valkey':
        case 'nginx':
          return down(world[strike.kind], 'kill', strike);
        case 'proxy':
          tally.proxy += 1;
          for (const each of turns) each.cutLines(strike.ms);
          return Promise.resolve();
        case 'line':
          tally.line += turn?.cutLine(strike.index, strike.ms) ? 1 : 0;
          return Promise.resolve();
        case 'tab':
          tally.tab += turn?.reopenTab(strike.index) ? 1 : 0;
          return Promise.resolve();
      }
    },
  };
}
