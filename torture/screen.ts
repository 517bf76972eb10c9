/** What one viewer shows, and whether each chunk that reaches it may come there: nothing lost, nothing doubled, ids rising, one end. */
import type { StreamChunk } from '@tradistry/protocol';
import type { Sightings } from './sightings.ts';

/** Ids of one epoch (docs/decisions/0003). */
const EPOCH_STRIDE = 2 ** 32;

export interface Screen {
  /** As the viewer shows it now. */
  readonly text: string;
  /** The last id it has seen; 0: none. */
  readonly lastId: number;
  readonly ended: boolean;
  /** The last chunk before `response_saved` and `stream_end`. */
  readonly outcome: StreamChunk | undefined;
  /** A connection opens: the next chunk may be the one that takes back what a crash has taken. */
  onOpen(): void;
  show(id: number | null, chunk: StreamChunk): void;
}

/** An empty one for the viewer called `name`. */
export function createScreen(name: string, sightings: Sightings): Screen {
  let text = '';
  let lastId = 0;
  let ended = false;
  let fresh = true;
  let outcome: StreamChunk | undefined;

  const checkOrder = (id: number, chunk: StreamChunk) => {
    if (id <= lastId) sightings.report('id', `${name}: id ${id} (${chunk.type}) after ${lastId}`);
    if (ended) sightings.report('ending', `${name}: ${chunk.type} after stream_end`);
  };

  const showToken = (id: number, chunk: Extract<StreamChunk, { type: 'token' }>) => {
    const at = chunk.at ?? text.length;
    if (at > text.length) sightings.report('lost', `${name}: a token at ${at} where ${text.length} units are shown`);
    if (at < text.length) checkRewind(id, at);
    text = text.slice(0, at) + chunk.content;
  };

  const checkRewind = (id: number, at: number) => {
    const newEpoch = Math.floor(id / EPOCH_STRIDE) > Math.floor(lastId / EPOCH_STRIDE);
    if (!newEpoch)
      sightings.report('doubled', `${name}: a token at ${at}, ${text.length} units are shown, epoch ${id}`);
    else if (!fresh)
      sightings.report('rewound', `${name}: an open connection was taken back to ${at} from ${text.length}`);
  };

  return {
    get text() {
      return text;
    },
    get lastId() {
      return lastId;
    },
    get ended() {
      return ended;
    },
    get outcome() {
      return outcome;
    },
    onOpen: () => {
      fresh = true;
    },
    show(id, chunk) {
      if (id === null) return;
      checkOrder(id, chunk);
      if (chunk.type === 'token') showToken(id, chunk);
      if (chunk.type === 'stream_end') ended = true;
      else if (chunk.type !== 'response_saved') outcome = chunk;
      fresh = false;
      lastId = id;
      sightings.sees(id, text.length, name);
    },
  };
}
