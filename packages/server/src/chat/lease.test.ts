/** An owner that the database does not confirm any more gives up by itself; a wish said elsewhere is obeyed. */
import pino from 'pino';
import { expect, test } from 'vitest';
import { aTurn } from '../testing/a-turn.ts';
import { obeyStops, watchLeases } from './lease.ts';
import { abort } from './turn.ts';

const logger = pino({ level: 'silent' });

test('a turn is given up once the database has not confirmed it for the length of a lease, and no sooner', () => {
  const [confirmed, silent] = [aTurn({ streamId: 'confirmed' }), aTurn({ streamId: 'silent' })];
  const watchAt = (now: number) => watchLeases({ now: () => now, logger }, [confirmed, silent]);
  watchAt(4999);
  confirmed.leasedAt = 4000;
  expect(silent.lost.signal.aborted).toBe(false);
  watchAt(5000);
  expect([silent.lost.signal.aborted, silent.abort.signal.reason]).toEqual([true, 'lost']);
  expect(confirmed.lost.signal.aborted).toBe(false);
  watchAt(8999);
  expect(confirmed.lost.signal.aborted).toBe(false);
  watchAt(9000);
  expect(confirmed.lost.signal.aborted).toBe(true);
});

test('a turn that is stopped or released is given up as well: its end is saved by nobody who may not', () => {
  const [stopped, released] = [aTurn(), aTurn()];
  abort(stopped, 'stopped');
  abort(released, 'released');
  watchLeases({ now: () => 5000, logger }, [stopped, released]);
  expect([stopped, released].map(({ lost, abort: cut }) => [lost.signal.aborted, cut.signal.reason])).toEqual([
    [true, 'stopped'],
    [true, 'released'],
  ]);
});

test('what is to be stopped is stopped where it runs; what does not run here is left to who runs it', async () => {
  const turn = aTurn({ streamId: 'here' });
  const asked: string[] = [];
  const turns = {
    findStopRequests: async (instance: string) => {
      asked.push(instance);
      return ['elsewhere', 'here'];
    },
  };
  await obeyStops({ turns, instance: 'i', model: null }, (id) => (id === 'here' ? turn : undefined));
  expect([asked, turn.abort.signal.reason, turn.stopped]).toEqual([
    ['i'],
    'stopped',
    { upstreamCancelled: false, billingStopped: true },
  ]);
});
