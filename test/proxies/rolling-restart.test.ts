/** Two instances behind real proxies are restarted one after the other under running answers: nothing is lost, nothing comes twice. */
import { randomBytes } from 'node:crypto';
import { collect, createClient } from '@tradistry/client';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openPool } from '../../packages/server/src/db/database.ts';
import { dropSchema } from '../../packages/server/src/testing/test-database.ts';
import type { TurnPlan, ViewerPlan } from '../../torture/plan.ts';
import { createRandom } from '../../torture/random.ts';
import { RunningTurn } from '../../torture/running-turn.ts';
import type { Violation } from '../../torture/sightings.ts';
import { takeoversOf, verifyRows, verifyTurn } from '../../torture/verify.ts';
import { createWorld, type World } from '../../torture/world.ts';
import { createHttp2Fetch } from './fetch-http2.ts';
import { isWanted, PROXIES, type StartedProxy } from './start-proxy.ts';

const databaseUrl = inject('databaseUrl');
const database = { url: databaseUrl ?? '', schema: `t_${randomBytes(6).toString('hex')}` };

const viewer = (kind: ViewerPlan['kind'], joinsAt: number): ViewerPlan => ({
  ...{ kind, joinsAt, throughNginx: true, manner: { cutWithin: 0, delayMs: 0, sliced: false } },
});
/** Asked and watched over HTTP/1.1 through the world's proxy. */
const TURNS = Array.from(
  { length: 6 },
  (_, n): TurnPlan => ({
    ...{ key: `rolling${n}`, words: 100, asksAfterMs: 0, stopAt: null },
    viewers: [viewer('client', 0), viewer('raw', 0), viewer('client', 0.5)],
  }),
);

/** The world with nginx, and HAProxy before the same two servers. */
async function startWorld(stack: AsyncDisposableStack): Promise<{ world: World; proxies: StartedProxy[] }> {
  const proxies: StartedProxy[] = [];
  const world = await createWorld({
    ...{ mode: 'two-instances', database },
    async startProxy(folder, servers) {
      for (const start of Object.values(PROXIES)) proxies.push(await start(folder, servers));
      for (const { victim } of proxies.slice(1)) stack.use(victim);
      if (!proxies[0]) throw new Error('there is no proxy');
      return proxies[0].victim;
    },
  });
  stack.use(world);
  return { world, proxies };
}

describe.runIf(databaseUrl && isWanted('nginx') && isWanted('haproxy'))(
  'a rolling restart behind nginx and HAProxy',
  () => {
    afterAll(async () => {
      const pool = openPool({ connection: { url: database.url }, poolSize: 1 });
      await dropSchema(pool, database.schema);
      await pool.end();
    });

    test('loses nothing of what runs, over HTTP/1.1 and HTTP/2', async () => {
      await using stack = new AsyncDisposableStack();
      const { world, proxies } = await startWorld(stack);
      const violations: Violation[] = [];
      const around = { world, random: createRandom(1), violations, signal: AbortSignal.timeout(50_000) };
      const turns = TURNS.map((plan) => new RunningTurn(plan, around));
      await Promise.all(TURNS.map(({ key }) => world.model.reached(key, 0)));

      const over2 = stack.use(createHttp2Fetch());
      const ways = proxies.flatMap(({ http1, http2 }) => [
        { baseUrl: http1, fetch },
        { baseUrl: http2, fetch: over2.fetch },
      ]);
      const watching = turns.flatMap((turn) =>
        ways.map(async (way) => {
          const client = createClient({ ...way, token: await world.token(turn.plan.key) });
          // As a tab that was just opened: all it knows is its session.
          return { turn, ...(await collect(client.sessions.stream(turn.plan.key))) };
        }),
      );
      for (const server of world.servers) {
        await server.end();
        await server.start();
      }
      await Promise.all(turns.map(({ done }) => done));
      for (const turn of turns) await verifyTurn(world, turn);
      const watched = await Promise.all(watching);
      // One that came before its turn was known to run saw nothing of it.
      for (const { turn, response, ended } of watched.filter((one) => one.ended || one.response !== '')) {
        expect([response, ended]).toEqual([turn.screens[0]?.text, true]);
      }
      expect(watched.some(({ ended }) => ended)).toBe(true);
      expect(turns.reduce((sum, turn) => sum + takeoversOf(turn), 0)).toBeGreaterThan(0);
      verifyRows(await world.readTurns(), turns, violations);
      expect([violations, world.crashes]).toEqual([[], []]);
    });
  },
);
