/** What work leaves in V8's old heap although nobody holds it: only a collection of the whole heap, which keeps everybody waiting, takes it away. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { oldHeapBytes } from '../collect-at-rest.ts';

setFlagsFromString('--expose-gc');
/** `gc`, which the flag gives to every context that is made from now on. */
export const collect = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;

const WARM_UP = 100;
const TIMES = 500;
/** Between two collections of the young: little of the work that is under way then is taken for old. */
const AT_ONCE = 50;

interface Left {
  readonly heapBytes: number;
  readonly bufferBytes: number;
}

/** What each of some hundred runs of `work` leaves. */
export async function leftByEach(work: () => Promise<unknown>): Promise<Left> {
  await repeat(work, WARM_UP);
  collect();
  await repeat(work, TIMES);
  const [heapBytes, bufferBytes] = [oldHeapBytes(), process.memoryUsage().arrayBuffers];
  collect();
  return {
    heapBytes: (heapBytes - oldHeapBytes()) / TIMES,
    bufferBytes: (bufferBytes - process.memoryUsage().arrayBuffers) / TIMES,
  };
}

async function repeat(work: () => Promise<unknown>, times: number): Promise<void> {
  for (let n = 1; n <= times; n += 1) {
    await work();
    if (n % AT_ONCE === 0) collectYoung();
  }
}

/** What lives through two is moved into the old heap. */
function collectYoung(): void {
  for (let times = 0; times < 3; times += 1) collect({ type: 'minor' });
}
