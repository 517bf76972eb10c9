/** The benchmark's viewers, in a process of their own: opens streams, keeps what arrives, and reads it only when all have ended. */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request as open } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** One run: a stream for each token of `authorizations`, begun evenly over `spreadMs`. */
export interface Job {
  readonly url: string;
  readonly body: object;
  readonly authorizations: readonly string[];
  readonly spreadMs: number;
  /** Present in the first piece of an answer, and in no earlier one. */
  readonly firstMark: string;
  /** Present once in an answer that is whole. */
  readonly lastMark: string;
}

/** Milliseconds from the request, one a stream; what went wrong with the others; how much text came with each token stream. */
export interface Outcome {
  readonly firstMs: readonly number[];
  readonly totalMs: readonly number[];
  readonly faults: readonly string[];
  /** Letters and blanks of each whole answer. */
  readonly lengths: readonly number[];
}

interface Stream {
  first: number;
  total: number;
  readonly text: string;
}

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

process.on('message', async (job: Job) => {
  process.send?.(await run(job));
});
process.send?.('ready');

async function run(job: Job): Promise<Outcome> {
  const gap = job.spreadMs / job.authorizations.length;
  const begun = job.authorizations.map(async (authorization, index) => {
    await wait(index * gap);
    return readStream(job, authorization);
  });
  const settled = await Promise.allSettled(begun);
  const streams = settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  return {
    firstMs: streams.map((stream) => stream.first),
    totalMs: streams.map((stream) => stream.total),
    lengths: streams.map((stream) => measureAnswer(stream.text)),
    faults: settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : [])),
  };
}

async function readStream(job: Job, authorization: string): Promise<Stream> {
  const start = performance.now();
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${authorization}` };
  const request = open(job.url, { method: 'POST', agent, headers });
  request.end(JSON.stringify(job.body));
  // `once` gives what the event carries, which for this event is the response.
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let first = 0;
  const pieces: string[] = [];
  response.setEncoding('utf8');
  response.on('data', (piece: string) => {
    if (first === 0 && piece.includes(job.firstMark)) first = performance.now() - start;
    pieces.push(piece);
  });
  await once(response, 'end');
  const text = pieces.join('');
  if (response.statusCode !== 200 || first === 0 || !text.includes(job.lastMark)) {
    throw new Error(`status ${response.statusCode}, ${text.slice(0, 200)} ... ${text.slice(-300)}`);
  }
  return { first, total: performance.now() - start, text };
}

/** How long the answer in a stream or a JSON body is, whichever of the protocols it came by. */
function measureAnswer(text: string): number {
  const contents = text.matchAll(/"(?:content|response)":"([^"\\]*)"/g);
  return [...contents].reduce((length, match) => length + (match[1] ?? '').length, 0);
}
