/** Checkpoints against a model of the table they are written to; time stands still but for what the test lets pass. */
import fc from 'fast-check';
import pino from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { lastIdOf } from '../log/memory-log.ts';
import { aTurn } from '../testing/a-turn.ts';
import { silentTelemetry } from '../testing/silent-telemetry.ts';
import { type Checkpoints, createCheckpoints } from './checkpoints.ts';
import { abort, type Turn } from './turn.ts';
import type { MarkChunk } from './turn-log.ts';
import type { Checkpoint } from './turn-store-ports.ts';

const warning: MarkChunk = { type: 'warning', code: 'fallback', message: 'w' };

/** A turn's row, as the SQL of `db/turn-lease.ts` writes it. */
interface Row {
  answer: string;
  lastId: number;
  owned: boolean;
  released: boolean;
}

/** What becomes of one statement: `late`: it arrives before the next one but one, when nobody waits for it any more. */
type Fate = 'answered' | 'refused' | 'arrives, refused' | 'never answered' | 'late';

let turns: Map<string, Turn>;
let table: Map<string, Row>;
let statements: (readonly Checkpoint[])[];
let released: (readonly Checkpoint[])[];
let fates: Fate[];
let slowMs: number;
/** What a statement takes for each of its turns. */
let eachMs: number;
/** Its statement fails, whatever else is in it. */
let poisonous: string;
/** What each statement fails with. */
let unreachable: Error | null;
let checkpoints: Checkpoints;

beforeEach(() => {
  vi.useFakeTimers();
  reset();
});
afterEach(() => {
  turns.clear();
  vi.useRealTimers();
});

function reset(): void {
  turns = new Map();
  table = new Map();
  statements = [];
  released = [];
  fates = [];
  slowMs = 0;
  eachMs = 0;
  poisonous = '';
  unreachable = null;
  const late: (() => unknown)[] = [];
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  checkpoints = createCheckpoints(
    {
      instance: 'i',
      logger: pino({ level: 'silent' }),
      telemetry: silentTelemetry(),
      now: () => Date.now(),
      wait,
      turns: {
        async saveCheckpoints(rows) {
          statements.push(rows);
          if (unreachable) throw unreachable;
          if (rows.some(({ streamId }) => streamId === poisonous)) throw new Error('cannot be stored');
          const fate = fates.shift() ?? 'answered';
          if (fate === 'late') {
            late.push(() => write(rows));
            return new Promise(() => undefined);
          }
          for (const arrive of late.splice(0)) arrive();
          if (fate === 'never answered') return new Promise(() => undefined);
          const refused = fate === 'refused' ? new Set(rows.map(({ streamId }) => streamId)) : write(rows);
          if (slowMs + eachMs > 0) await wait(slowMs + eachMs * rows.length);
          if (fate !== 'answered') throw new Error(fate);
          return refused;
        },
        async releaseTurns(rows) {
          released.push(rows);
          const refused = write(rows);
          for (const { streamId } of rows)
            if (!refused.has(streamId)) table.set(streamId, { ...rowOf(streamId), released: true });
        },
      },
    },
    turns,
  );
}

function write(rows: readonly Checkpoint[]): ReadonlySet<string> {
  const hasPlace = ({ streamId, fromId, lastId }: Checkpoint) => {
    const row = rowOf(streamId);
    return row.owned && (row.lastId === fromId || (fromId === 0 && row.lastId <= lastId));
  };
  const [ours, refused] = [rows.filter(hasPlace), rows.filter((row) => !hasPlace(row))];
  for (const { streamId, fromId, text, lastId } of ours) {
    const before = fromId === 0 ? '' : rowOf(streamId).answer;
    table.set(streamId, { answer: before + text, lastId, owned: true, released: false });
  }
  return new Set(refused.map(({ streamId }) => streamId));
}

const rowOf = (streamId: string): Row => table.get(streamId) ?? { answer: '', lastId: 0, owned: true, released: false };

function begin(streamId: string): Turn {
  const turn = aTurn({ streamId, startedAt: Date.now() });
  turns.set(streamId, turn);
  checkpoints.wake();
  return turn;
}

const pass = (ms = 250) => vi.advanceTimersByTimeAsync(ms);

describe('checkpoints', () => {
  test('save all turns in one statement, each with what it has more and nothing else', async () => {
    const [one, two, three] = [begin('one'), begin('two'), begin('three')];
    for (const turn of turns.values()) turn.log.appendText('first, ');
    await pass();
    expect(statements.map((rows) => rows.map(({ streamId, text }) => [streamId, text]))).toEqual([
      [
        ['one', 'first, '],
        ['two', 'first, '],
        ['three', 'first, '],
      ],
    ]);
    one.log.appendText('second');
    two.log.appendMark(warning);
    await pass();
    expect(statements[1]).toMatchObject([
      { streamId: 'one', from: 7, fromId: 8, text: 'second', lastId: 14 },
      { streamId: 'two', from: 7, fromId: 8, text: '', lastId: 9, marks: [{ id: 1 }, { id: 9, at: 7 }] },
    ]);
    for (const turn of [one, two, three]) expect(rowOf(turn.started.streamId).answer).toBe(turn.log.answer);
  });

  test('are at most four a second, and end with the last turn', async () => {
    const turn = begin('one');
    for (let ms = 0; ms < 5000; ms += 10) {
      turn.log.appendText('x');
      await pass(10);
    }
    expect(statements.length).toBe(20);
    turns.clear();
    await pass(5000);
    expect(statements.length).toBe(20);
    begin('two');
    await pass();
    expect(statements.length).toBe(21);
  });

  test('renew the lease of a turn that says nothing, from when the statement was sent', async () => {
    const turn = begin('one');
    slowMs = 30;
    await pass(10_000);
    expect(Date.now() - turn.leasedAt).toBeLessThan(2500);
    expect(statements.slice(1).every((rows) => rows[0]?.text === '')).toBe(true);
    const before = statements.length;
    await pass(2500);
    expect(statements.length).toBeGreaterThan(before);
  });

  test('come less often where the database is slow', async () => {
    const turn = begin('one');
    slowMs = 200;
    for (let ms = 0; ms < 22_000; ms += 100) {
      turn.log.appendText('x');
      await pass(100);
    }
    expect(statements.length).toBe(11);
  });

  test('renew the oldest lease first, so that thousands of turns keep theirs, those that began amid a round too', async () => {
    slowMs = 600;
    let oldest = 0;
    for (let ms = 0; ms < 15_000; ms += 150) {
      for (let n = 0; n < 40; n += 1) begin(`${ms} ${n}`);
      for (const turn of turns.values()) turn.log.appendText('x');
      await pass(150);
      for (const { leasedAt } of turns.values()) oldest = Math.max(oldest, Date.now() - leasedAt);
    }
    expect(turns.size).toBe(4000);
    expect(oldest).toBeLessThan(5000);
  });

  test('of thousands of turns are spread over two seconds, a part of them in each statement', async () => {
    eachMs = 0.1;
    for (let n = 0; n < 2000; n += 1) begin(`turn ${n}`);
    const write = async (ms: number) => {
      for (let passed = 0; passed < ms; passed += 50) {
        for (const turn of turns.values()) turn.log.appendText('x');
        await pass(50);
      }
    };
    await write(6000);
    statements = [];
    await write(4000);
    expect(Math.max(...statements.map((rows) => rows.length))).toBeLessThan(400);
    expect(statements.length).toBeLessThanOrEqual(16);
    for (const { leasedAt } of turns.values()) expect(Date.now() - leasedAt).toBeLessThan(2500);
  });

  test('that fail for one turn keep few others from being saved', async () => {
    eachMs = 0.1;
    for (let n = 0; n < 1500; n += 1) begin(`turn ${n}`);
    poisonous = 'turn 0';
    for (let n = 0; n < 150; n += 1) {
      for (const turn of turns.values()) turn.log.appendText('x');
      await pass(100);
    }
    const unsaved = [...turns.keys()].filter((streamId) => !table.has(streamId));
    expect(unsaved).toContain('turn 0');
    expect(unsaved.length).toBeLessThanOrEqual(200);
  });

  test('save all at once again when the database was away: leases are old by then', async () => {
    for (let n = 0; n < 800; n += 1) begin(`turn ${n}`);
    const away = Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
    unreachable = away;
    await pass(4000);
    unreachable = null;
    await pass(500);
    expect(table.size).toBe(800);
  });

  test('tell that a turn is another’s: it is lost; one that just ended here is not', async () => {
    const [taken, ending] = [begin('taken'), begin('ending')];
    await pass();
    for (const id of ['taken', 'ending']) table.set(id, { ...rowOf(id), owned: false });
    ending.ending = true;
    for (const turn of turns.values()) turn.log.appendText('x');
    await pass();
    expect([taken.lost.signal.aborted, taken.abort.signal.reason]).toEqual([true, 'lost']);
    expect(ending.abort.signal.aborted).toBe(false);
  });

  test('of released turns are written whole and together, and no other one comes after', async () => {
    const [one, two] = [begin('one'), begin('two')];
    await pass();
    slowMs = 100;
    one.log.appendText('under way');
    await pass();
    two.log.appendText('the last words');
    for (const turn of turns.values()) abort(turn, 'released');
    const done = Promise.all([checkpoints.release(one), checkpoints.release(two)]);
    await pass(5000);
    await done;
    expect(released.map((rows) => rows.map(({ fromId, text }) => [fromId, text]))).toEqual([
      [
        [0, 'under way'],
        [0, 'the last words'],
      ],
    ]);
    expect([...table.values()].every((row) => row.released)).toBe(true);
  });

  test('whatever becomes of a statement, what is saved is a beginning of the answer, and in the end all of it', async () => {
    const step = fc.record({
      text: fc.string({ maxLength: 5 }),
      mark: fc.boolean(),
      ms: fc.constantFrom(0, 100, 250, 1000, 3000),
    });
    const fate = fc.constantFrom<Fate>('answered', 'refused', 'arrives, refused', 'never answered', 'late');
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 12, size: 'max' }),
        fc.array(fate, { maxLength: 12, size: 'max' }),
        async (steps, theirFates) => {
          reset();
          fates = theirFates;
          const turn = begin('one');
          for (const { text, mark, ms } of steps) {
            turn.log.appendText(text);
            if (mark) turn.log.appendMark(warning);
            await pass(ms);
            const { answer, lastId } = rowOf('one');
            expect(turn.log.answer.startsWith(answer)).toBe(true);
            const marks = turn.log.marks.filter(({ id }) => id <= lastId);
            expect(lastId).toBe(lastId === 0 ? 0 : lastIdOf({ answer, marks }));
          }
          // All that was given up, and then some that are answered.
          await pass(theirFates.length * 5000 + 10_000);
          expect(turn.lost.signal.aborted).toBe(false);
          expect(rowOf('one')).toMatchObject({ answer: turn.log.answer, lastId: turn.log.lastId });
          turns.clear();
          await pass(5000);
        },
      ),
      { numRuns: 150 },
    );
  });
});
