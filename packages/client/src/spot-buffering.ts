/** Notices a proxy that holds answers back: compares how long the server says it wrote with how long the text took to arrive. */
import type { StreamChunk } from '@tradistry/protocol';

/** Something that an operator should know; told once for each client. */
export interface Notice {
  readonly code: 'buffering_proxy';
  /** What was seen and what to change, for operators. */
  readonly message: string;
}

/** One answer's arrival. Times are of a monotonic clock, in ms. */
export interface Arrival {
  /** The question leaves. Only the first counts. */
  sent(): void;
  chunk(chunk: StreamChunk): void;
  /** The times of this answer say nothing: its line broke, its reader paused, the device slept. */
  spoil(): void;
  /** A line was opened and then silent for so long that the server's keep-alives must have come. */
  silent(): void;
}

export interface BufferingSpotter {
  watch(): Arrival;
}

// Answers written faster say too little: the offline analyst's, and what a fast model says in a few words.
const LEAST_ANSWER_MS = 2000;
// Held for less is what networks do.
const LEAST_HELD_MS = 1500;
// The server's clock starts before it has stored the question, `session_info` comes after.
const STORING_MS = 3000;
// One answer proves nothing: a tunnel or a lost packet holds one back too. All at once weighs double.
const ENOUGH = 4;

export function createBufferingSpotter(
  onNotice: (notice: Notice) => void,
  now: () => number = () => performance.now(),
): BufferingSpotter {
  let weight = 0;
  let told = false;
  const tell = (seen: string) => {
    if (told) return;
    told = true;
    onNotice({ code: 'buffering_proxy', message: `${seen} ${ADVICE}` });
  };
  const judge = (heldMs: number, allAtOnce: boolean, writingMs: number) => {
    if (heldMs < LEAST_HELD_MS) weight = 0;
    else weight += allAtOnce ? 2 : 1;
    if (weight >= ENOUGH) tell(lateWords(heldMs, writingMs));
  };
  return {
    watch: () => {
      let sentAt: number | null = null;
      let openedAt: number | null = null;
      let firstAt: number | null = null;
      let spoilt = false;
      let silentLines = 0;
      const end = (writingMs: number, firstTokenMs: number | undefined) => {
        const at = now();
        if (spoilt || sentAt === null || openedAt === null || writingMs < LEAST_ANSWER_MS) return;
        // It came sooner than it can have been written: another request began it, and this was a replay.
        if (at - sentAt < writingMs) return;
        const tail = firstTokenMs === undefined || firstAt === null ? 0 : writingMs - firstTokenMs - (at - firstAt);
        const whole = writingMs - STORING_MS - (at - openedAt);
        judge(Math.max(tail, whole), at - openedAt < writingMs / 5, writingMs);
      };
      return {
        sent: () => {
          sentAt ??= now();
        },
        chunk: (chunk) => {
          silentLines = 0;
          if (chunk.type === 'session_info') openedAt ??= now();
          else if (chunk.type === 'token') firstAt ??= now();
          else if (chunk.type === 'response_saved') end(chunk.processing_time_ms, chunk.time_to_first_token_ms);
        },
        spoil: () => {
          spoilt = true;
        },
        silent: () => {
          silentLines += 1;
          // The first may have been the network; that a second one could be opened says that it is not.
          if (silentLines === 2) tell('Connections are opened, but nothing arrives on them, not even a keep-alive.');
        },
      };
    },
  };
}

const ADVICE =
  'A proxy in front of the server seems to buffer what it passes on. Let it heed the header X-Accel-Buffering: no, or switch its ' +
  'buffering off (nginx: proxy_buffering off; and no compression of text/event-stream).';

function lateWords(heldMs: number, writingMs: number): string {
  const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
  return `Answers arrive late and in lumps: the last one was written over ${seconds(writingMs)}, and held back on the way for about ${seconds(heldMs)}.`;
}
