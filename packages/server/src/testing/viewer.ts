/** A viewer of a stream that reads on its own, so that a test can wait for what it shows. */
import { type ReadChunk, readStream, shownText } from './read-stream.ts';

export interface Viewer {
  readonly status: number;
  readonly streamId: string;
  readonly chunks: readonly ReadChunk[];
  /** Resolves when the body has ended, or its line has broken. */
  readonly done: Promise<void>;
  /** What it shows now; `before`: what stood there when it came. */
  shown(before?: string): string;
  /** Resolves once it shows `text`; rejects where the stream ends before. */
  until(text: string): Promise<void>;
  readonly lastId: number;
  /** `stream_end` was the last chunk. */
  readonly ended: boolean;
}

export async function view(asked: Promise<Response>): Promise<Viewer> {
  const response = await asked;
  const chunks: ReadChunk[] = [];
  let over = false;
  const looks = new Set<() => void>();
  const look = () => {
    for (const one of looks) one();
  };
  const read = async () => {
    for await (const one of readStream(response)) {
      chunks.push(one);
      look();
    }
  };
  const finish = () => {
    over = true;
    look();
  };
  return {
    status: response.status,
    streamId: response.headers.get('x-stream-id') ?? '',
    chunks,
    done: read().then(finish, finish),
    shown: (before) => shownText(chunks, before),
    until: (text) =>
      new Promise((resolve, reject) => {
        const one = () => {
          if (shownText(chunks).includes(text)) resolve();
          else if (over) reject(new Error(`the stream ended with ${JSON.stringify(shownText(chunks))}`));
          else return;
          looks.delete(one);
        };
        looks.add(one);
        one();
      }),
    get lastId() {
      return chunks.at(-1)?.id ?? 0;
    },
    get ended() {
      return chunks.at(-1)?.chunk.type === 'stream_end';
    },
  };
}

/** What the wire promises to all viewers of a turn, as sentences where it is broken: `before` is what each had when it came. */
export function findBrokenPromises(viewers: readonly (Viewer & { before?: string })[]): string[] {
  const ends = new Map<number, number>();
  return viewers.flatMap(({ chunks, before = '' }, viewer) => {
    let last = 0;
    let shown = before;
    let over = false;
    return chunks.flatMap(({ id, chunk }) => {
      if (id === null) return [];
      if (chunk.type === 'token') shown = shown.slice(0, chunk.at) + chunk.content;
      const faults = [];
      if (over) faults.push(`viewer ${viewer}: ${chunk.type} after stream_end`);
      over ||= chunk.type === 'stream_end';
      if (id <= last) faults.push(`viewer ${viewer}: id ${id} after ${last}`);
      const end = ends.get(id) ?? shown.length;
      if (end !== shown.length) faults.push(`viewer ${viewer}: id ${id} ended at ${end} and at ${shown.length}`);
      ends.set(id, end);
      last = id;
      return faults;
    });
  });
}
