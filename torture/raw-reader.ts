/** A viewer without our client: reads the bytes of the event stream itself and comes back with `Last-Event-ID`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { StreamChunk } from '@tradistry/protocol';
import type { Screen } from './screen.ts';

const AGAIN_MS = 200;

export interface Reading {
  /** The stream's address; asked again on each connection. */
  readonly url: string;
  readonly token: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly onReconnect: () => void;
}

/** Reads until `stream_end`. Rejects for an answer that no reconnect can mend, and when `signal` aborts. */
export async function readRaw(reading: Reading): Promise<void> {
  while (!reading.screen.ended) {
    await readOnce(reading).catch(async (error: unknown) => {
      // A line that breaks is what the torture is about; what the server says against us is not.
      if (error instanceof Refused) throw error;
    });
    if (reading.screen.ended) return;
    reading.onReconnect();
    await sleep(AGAIN_MS, undefined, { signal: reading.signal });
  }
}

class Refused extends Error {}

async function readOnce({ url, token, screen, signal }: Reading): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'last-event-id': String(screen.lastId) };
  const response = await fetch(url, { headers, signal });
  if (response.status === 429 || response.status >= 500) return void (await response.body?.cancel());
  if (response.status !== 200) throw new Refused(`${response.status} ${await response.text()} after ${screen.lastId}`);
  screen.onOpen();
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const frames = (rest + Buffer.from(bytes).toString('latin1')).split('\n\n');
    rest = frames.pop() ?? '';
    for (const frame of frames) showFrame(frame, screen);
  }
}

function showFrame(frame: string, screen: Screen): void {
  if (frame.startsWith(':')) return;
  const match = /^(?:id: (\d+)\n)?data: ([\n -~]*)$/.exec(frame);
  if (!match) throw new Refused(`not a frame: ${frame}`);
  screen.show(match[1] === undefined ? null : Number(match[1]), StreamChunk.parse(JSON.parse(match[2] ?? '')));
}
