/** Ends that could not be saved in time are tried until somebody has the turn. */
import pino from 'pino';
import { expect, test } from 'vitest';
import { anEnd } from '../testing/an-end.ts';
import { silentTelemetry } from '../testing/silent-telemetry.ts';
import { createLateEnds } from './late-ends.ts';
import type { TurnEnd } from './turn-end-ports.ts';

const AWAY = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const REFUSED = new Error('disk full');

function endOf(streamId: string): TurnEnd {
  return anEnd({ streamId });
}

/** A store that answers each stream as scripted, its last answer again and again; `rest` lets one wait end. */
function setUp(answers: Record<string, (boolean | Error)[]>) {
  const tried: string[] = [];
  const waits: (() => void)[] = [];
  const telemetry = silentTelemetry();
  const lateEnds = createLateEnds({
    logger: pino({ level: 'silent' }),
    telemetry,
    wait: () => new Promise((resolve) => waits.push(resolve)),
    turns: {
      finishTurn: async ({ streamId }: TurnEnd) => {
        tried.push(streamId);
        const script = answers[streamId] ?? [true];
        const next = script.length > 1 ? script.shift() : script[0];
        if (next instanceof Error) throw next;
        return next ?? true;
      },
    },
  });
  const rest = async () => {
    for (const wake of waits.splice(0)) wake();
    await new Promise(setImmediate);
    return tried.splice(0);
  };
  return { lateEnds, rest, telemetry, waiting: () => waits.length };
}

test('an end is tried until it is saved, and its turn is nobody’s orphan meanwhile', async () => {
  const { lateEnds, rest, waiting } = setUp({ one: [AWAY, AWAY, true] });
  lateEnds.add(endOf('one'));
  for (let round = 0; round < 3; round += 1) {
    expect(lateEnds.streamIds()).toEqual(['one']);
    expect(await rest()).toEqual(['one']);
  }
  expect([lateEnds.streamIds(), waiting()]).toEqual([[], 0]);
});

test('an end that somebody else has written is let go', async () => {
  const { lateEnds, rest } = setUp({ one: [false] });
  lateEnds.add(endOf('one'));
  await rest();
  expect(lateEnds.streamIds()).toEqual([]);
});

test('while the database is away one try a round is enough; one end that it refuses holds up no other', async () => {
  const { lateEnds, rest } = setUp({ one: [AWAY, REFUSED], two: [true] });
  lateEnds.add(endOf('one'));
  lateEnds.add(endOf('two'));
  expect(await rest()).toEqual(['one']);
  expect(await rest()).toEqual(['one', 'two']);
  expect(await rest()).toEqual(['one']);
  expect(lateEnds.streamIds()).toEqual(['one']);
});

test('it begins again with the next end, and holds a bounded number of answers', async () => {
  const { lateEnds, rest } = setUp({});
  lateEnds.add(endOf('one'));
  await rest();
  for (let n = 0; n < 1500; n += 1) lateEnds.add(endOf(`more ${n}`));
  expect(lateEnds.streamIds()).toHaveLength(1000);
  expect(await rest()).toHaveLength(1000);
});

test('an end that was saved late is recorded once; one that was shown as not saved was recorded then', async () => {
  const { lateEnds, rest, telemetry } = setUp({ one: [AWAY, true], two: [true], three: [false] });
  lateEnds.add(endOf('one'));
  lateEnds.add(anEnd({ streamId: 'two', outcome: 'failed', errorCode: 'answer_not_saved' }));
  lateEnds.add(endOf('three'));
  for (let round = 0; round < 3; round += 1) await rest();
  expect(telemetry.ended.map(({ streamId }) => streamId)).toEqual(['one']);
});
