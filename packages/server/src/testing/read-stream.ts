/** Reads an SSE response in tests, chunk by chunk, checking the frame of each. */
import { StreamChunk } from '@tradistry/protocol';

export interface ReadChunk {
  readonly id: number | null;
  readonly chunk: StreamChunk;
}

/** Yields every chunk; comments are left out. Throws where a frame is not as the wire contract has it. */
export async function* readStream(response: Response): AsyncGenerator<ReadChunk> {
  let rest = '';
  for await (const bytes of response.body ?? []) {
    const text = Buffer.from(bytes).toString('latin1');
    if (!/^[\n -~]*$/.test(text)) throw new Error(`not ASCII: ${text}`);
    rest += text;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n')) {
      const frame = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (!frame.startsWith(':')) yield parseFrame(frame);
    }
  }
  if (rest !== '') throw new Error(`half a frame at the end: ${rest}`);
}

/** All chunks of a response. */
export async function readWhole(response: Response): Promise<ReadChunk[]> {
  return Array.fromAsync(readStream(response));
}

/** The answer as a viewer shows it. */
export function shownText(chunks: readonly ReadChunk[], before = ''): string {
  return chunks.reduce(
    (shown, { chunk }) => (chunk.type === 'token' ? shown.slice(0, chunk.at) + chunk.content : shown),
    before,
  );
}

function parseFrame(frame: string): ReadChunk {
  const match = /^(?:id: (\d+)\n)?data: (.*)$/.exec(frame);
  if (!match) throw new Error(`not a frame: ${frame}`);
  return { id: match[1] === undefined ? null : Number(match[1]), chunk: StreamChunk.parse(JSON.parse(match[2] ?? '')) };
}
