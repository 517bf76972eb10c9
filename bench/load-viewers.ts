/** Viewers for runs under full load, in a process of their own: thousands of streams, of which only times, positions and endings are kept. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as open } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { Job } from './load-generator.ts';

/** One run: a stream for each of `authorizations`, begun evenly over `spreadMs`. */
export interface LoadJob extends Job {
  /** Characters of a whole answer. */
  readonly length: number;
  /** Milliseconds of the run in which what arrives is added up. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  /** Null: chunks say where they stand. Otherwise each event is taken for a token of so many characters. */
  readonly place: { readonly perToken: number } | null;
}

/** Milliseconds, and characters that arrived within the window. `gaps`: how many of each whole millisecond. */
export interface LoadOutcome {
  readonly firstMs: readonly number[];
  readonly gaps: readonly number[];
  readonly charactersInWindow: number;
  readonly whole: number;
  readonly faults: readonly string[];
}

const LONGEST_GAP_MS = 30_000;
const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

process.on('message', async (job: LoadJob) => {
  process.send?.(await run(job));
});
process.send?.('ready');

async function run(job: LoadJob): Promise<LoadOutcome> {
  const begun = performance.now();
  const outcome = {
    firstMs: [] as number[],
    gaps: new Uint32Array(LONGEST_GAP_MS + 1),
    charactersInWindow: 0,
    whole: 0,
    faults: [] as string[],
  };
  const gap = job.spreadMs / job.authorizations.length;
  const streams = job.authorizations.map(async (authorization, index) => {
    await wait(index * gap);
    await watch(job, authorization, { ...outcome, begun, add: (count) => (outcome.charactersInWindow += count) }).then(
      () => (outcome.whole += 1),
      (error) => outcome.faults.push(String(error)),
    );
  });
  await Promise.all(streams);
  return { ...outcome, gaps: [...outcome.gaps], faults: outcome.faults.slice(0, 5) };
}

interface Tally {
  readonly begun: number;
  readonly firstMs: number[];
  readonly gaps: Uint32Array;
  add(characters: number): void;
}

async function watch(job: LoadJob, authorization: string, tally: Tally): Promise<void> {
  const start = performance.now();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${authorization}` };
  const request = open(job.url, { method: 'POST', agent, headers });
  request.end(JSON.stringify(job.body));
  // `once` gives what the event carries, which for this event is the response.
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let last = 0;
  let position = 0;
  let tail = '';
  response.on('data', (bytes: Buffer) => {
    const text = bytes.toString('latin1');
    tail = text.length < 400 ? tail.slice(-400) + text : text;
    const reached = job.place ? position + eventsIn(text) * job.place.perToken : positionIn(text);
    if (reached <= position) return;
    const now = performance.now();
    if (last === 0) tally.firstMs.push(now - start);
    else
      tally.gaps[Math.min(Math.round(now - last), LONGEST_GAP_MS)] =
        (tally.gaps[Math.min(Math.round(now - last), LONGEST_GAP_MS)] ?? 0) + 1;
    last = now;
    const since = now - tally.begun;
    if (since >= job.window.fromMs && since < job.window.toMs) tally.add(reached - position);
    position = reached;
  });
  await once(response, 'end');
  const isWhole = tail.includes(job.lastMark) && (job.place !== null || position === job.length);
  if (response.statusCode !== 200 || !isWhole)
    throw new Error(`status ${response.statusCode}, ${position} of ${job.length} characters, ${tail.slice(-300)}`);
}

/** Where the answer ends after the last token in `text`; 0 where there is none. Every token says `"content":"...","at":N}`. */
function positionIn(text: string): number {
  const mark = text.lastIndexOf('","at":');
  if (mark < 0) return 0;
  const content = text.lastIndexOf('"content":"', mark);
  if (content < 0) return 0;
  return Number.parseInt(text.slice(mark + 7, mark + 20), 10) + (mark - content - 11);
}

function eventsIn(text: string): number {
  return text.split('\n\n').length - 1;
}
