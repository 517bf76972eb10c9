/** A stream read to its end, sorted by what its chunks are. */
import type { StreamChunk, StreamChunkType } from '@tradistry/protocol';
import { readWhole, shownText } from './read-stream.ts';

type ChunkOf<T extends StreamChunkType> = Extract<StreamChunk, { type: T }>;

/** What providers say in tests and nobody may see. */
const SECRETS = /SECRET|LEAK|provider text/;

export interface SeenAnswer {
  readonly text: string;
  /** Of all chunks but the tokens, in order. */
  readonly types: readonly StreamChunkType[];
  readonly session: ChunkOf<'session_info'>;
  readonly warnings: readonly ChunkOf<'warning'>[];
  readonly tools: readonly ChunkOf<'tool'>[];
  readonly done: ChunkOf<'done'> | null;
  readonly error: ChunkOf<'error'> | null;
  readonly saved: ChunkOf<'response_saved'> | null;
}

/** Throws where it is no stream, or where something of a provider's own words is in it. */
export async function seeAnswer(response: Response): Promise<SeenAnswer> {
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`);
  const read = await readWhole(response);
  const chunks = read.map(({ chunk }) => chunk);
  const leak = SECRETS.exec(JSON.stringify(chunks));
  if (leak) throw new Error(`${leak[0]} leaks: ${JSON.stringify(chunks)}`);
  const all = <T extends StreamChunkType>(type: T) =>
    chunks.filter((chunk): chunk is ChunkOf<T> => chunk.type === type);
  const [session] = all('session_info');
  if (!session) throw new Error('no session_info');
  return {
    text: shownText(read),
    types: chunks.flatMap(({ type }) => (type === 'token' ? [] : [type])),
    session,
    warnings: all('warning'),
    tools: all('tool'),
    done: all('done')[0] ?? null,
    error: all('error')[0] ?? null,
    saved: all('response_saved')[0] ?? null,
  };
}
