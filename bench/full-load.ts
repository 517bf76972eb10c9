/** `npm run bench -- --load`: the loads of one process at its limits, one after the other. */
import { describeLoad, type LoadResult, measureLoad } from './load.ts';
import type { Process } from './processes.ts';
import { plainSide, projectSide, type Side, type Wanted } from './sides.ts';

const FAST: readonly Wanted[] = [
  { streams: 1000, tokens: 2000, intervalMs: 30, spreadMs: 30_000 },
  { streams: 2000, tokens: 3000, intervalMs: 30, spreadMs: 60_000 },
];
/** Their memory tells what one more stream takes. */
const SLOW: readonly [Wanted, Wanted] = [
  { streams: 1000, tokens: 60, intervalMs: 1000, spreadMs: 30_000 },
  { streams: 8000, tokens: 180, intervalMs: 1000, spreadMs: 150_000 },
];

/** So that what is measured is not the first seconds of a process. */
const WARM_UP: Wanted = { streams: 300, tokens: 150, intervalMs: 30, spreadMs: 2000 };

interface FullLoad {
  /** The bare pipe, for the fast loads: the least that Node can do. */
  readonly pipe: Process;
  /** A server that has just started, and the secret of its tokens. */
  readonly start: () => Promise<{ server: Process; secret: string }>;
  readonly viewers: Process;
  readonly tell: (text: string) => void;
}

/** Slow streams and fast ones have a server each: what is left of one kind in memory would be counted as the other's. */
export async function measureFullLoad({ pipe, start, viewers, tell }: FullLoad): Promise<LoadResult[]> {
  const results: LoadResult[] = [];
  const measure = async (of: Process, side: Side, load: Wanted) => {
    tell(`${side.name}: ${load.streams} streams, ${load.tokens} tokens each, one each ${load.intervalMs} ms ...`);
    const result = await measureLoad(side, { server: of, viewers }, load);
    tell(describeLoad(result));
    results.push(result);
  };
  for (const loads of [SLOW, FAST]) {
    const { server, secret } = await start();
    await using _server = server;
    await measureLoad(await projectSide(server.port, secret, WARM_UP.streams), { server, viewers }, WARM_UP);
    for (const load of loads) {
      if (loads === FAST) await measure(pipe, plainSide('bare pipe', pipe.port), load);
      await measure(server, await projectSide(server.port, secret, load.streams), load);
    }
  }
  return results;
}

/** The table, and what one more stream takes. */
export function toLoadReport(results: readonly LoadResult[], setting: string): string {
  const [few, many] = results;
  const slope = few && many ? (many.memory - few.memory) / (many.streams - few.streams) / 1024 : 0;
  return `${setting}. The server has one core to itself; model and viewers share the other.

| | | tokens/s | first token p50 / p99 | gap p50 / p99 / p99.9 | CPU | memory |
|---|---|---|---|---|---|---|
${results.map(describeLoad).join('\n')}

One more open stream takes ${slope.toFixed(0)} KiB, its connection to the model included.
`;
}
