/**
 * A turn's log in memory. An id is a position: epoch * 2^32 + characters of the answer so far + marks so far. So every id
 * names one point of the turn, a cursor finds its place with no row kept per token, and a replay may merge tokens.
 */
import { encodeChunk, frame, MAX_CHUNK_BYTES, type StreamChunk, toAsciiJson } from '@tradistry/protocol';
import type { Follower, FrameRange, LogSnapshot, Mark, MarkChunk, ReadFrame, TurnLog } from '../chat/turn-log.ts';
import { AT_ONCE, type FlushSoon } from './end-of-turn.ts';
import { cutBetweenCharacters, fitChunk } from './fit-chunk.ts';
import { GrowingText } from './growing-text.ts';

/** Ids of one epoch; an answer is far shorter. */
export const EPOCH_STRIDE = 2 ** 32;
/** A `\u` escape takes six bytes for one code unit; the rest of the chunk is framing. */
const MAX_UNITS = Math.floor((MAX_CHUNK_BYTES - 128) / 6);

/** An empty log, epoch 0. */
export function createMemoryLog(flushSoon: FlushSoon = AT_ONCE): TurnLog {
  return new MemoryLog({ answer: '', marks: [] }, 0, flushSoon);
}

/** The log of a turn that has ended, as the database kept it. */
export function replayLog(snapshot: LogSnapshot): TurnLog {
  const log = new MemoryLog(snapshot, lastIdOf(snapshot));
  log.end();
  return log;
}

/** The log of a turn that is taken over from a dead owner: its ids begin above every id that owner can have sent. */
export function continueLog({ answer, marks }: LogSnapshot, epoch: number, flushSoon: FlushSoon = AT_ONCE): TurnLog {
  const id = epoch * EPOCH_STRIDE;
  const at = answer.length;
  const rewind: Mark = { id, at, chunk: { type: 'token', content: '', at } };
  return new MemoryLog({ answer, marks: [...marks, rewind] }, id, flushSoon);
}

/** The id at which a snapshot ends. */
export function lastIdOf({ answer, marks }: LogSnapshot): number {
  const last = marks.at(-1);
  return last ? last.id + (answer.length - last.at) : answer.length;
}

/** The log itself; mirrors of logs that are written elsewhere are made of it too. */
export class MemoryLog implements TurnLog {
  lastId: number;
  ended = false;
  followed = false;
  readonly #text: GrowingText;
  readonly #marks: Mark[];
  readonly #followers = new Set<Follower>();
  readonly #flushSoon: FlushSoon;
  /** Text at the log's end that followers were not handed yet. */
  #held = '';
  #waiting = false;

  constructor({ answer, marks }: LogSnapshot, lastId: number, flushSoon: FlushSoon = AT_ONCE) {
    this.#text = new GrowingText(answer);
    this.lastId = lastId;
    this.#marks = [...marks];
    this.#flushSoon = flushSoon;
  }

  appendText(content: string): void {
    this.#text.append(content);
    this.lastId += content.length;
    // Without followers nothing is held: who comes reads the past.
    this.#held = this.#followers.size > 0 ? this.#held + content : '';
    if (this.#waiting || this.#held === '') return;
    this.#waiting = true;
    this.#flushSoon(this);
  }

  /** Hands on what is held. */
  flush(): void {
    this.#waiting = false;
    const held = this.#held;
    this.#held = '';
    const begin = this.units - held.length;
    const idBefore = this.lastId - held.length;
    for (let at = 0; at < held.length; ) {
      const end = cutBetweenCharacters(held, Math.min(at + MAX_UNITS, held.length));
      const to = idBefore + end;
      const content = held.slice(at, end);
      this.#publish(encodeToken(to, content, begin + at), { from: idBefore + at, to, type: 'token' });
      at = end;
    }
  }

  appendMark(chunk: MarkChunk): void {
    this.takeMark({ id: this.lastId + 1, at: this.units, chunk: fitChunk(chunk) });
  }

  get answer(): string {
    return this.#text.toString();
  }

  get units(): number {
    return this.#text.length;
  }

  textFrom(unit: number): string {
    return this.#text.slice(unit);
  }

  get marks(): readonly Mark[] {
    return this.#marks;
  }

  get highestId(): number {
    return this.lastId;
  }

  /** Appends a mark that has its place and id already. */
  protected takeMark(mark: Mark): void {
    this.flush();
    const from = this.lastId;
    this.lastId = mark.id;
    this.#marks.push(mark);
    this.#publish(encodeChunk(mark.id, mark.chunk), { from, to: mark.id, type: mark.chunk.type });
  }

  snapshot(last: readonly MarkChunk[] = []): LogSnapshot {
    const at = this.units;
    const coming = last.map((chunk, index) => ({ id: this.lastId + index + 1, at, chunk: fitChunk(chunk) }));
    return { answer: this.answer, marks: [...this.#marks, ...coming] };
  }

  end(): void {
    this.flush();
    this.ended = true;
    for (const follower of this.#followers) {
      try {
        follower.onEnd();
      } catch (error) {
        this.#drop(follower, error);
      }
    }
    this.#followers.clear();
  }

  follow(follower: Follower): () => void {
    if (!follower.quiet) this.followed = true;
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  protected get followers(): number {
    return this.#followers.size;
  }

  read(cursor: number, types: ReadonlySet<StreamChunk['type']>): ReadFrame | undefined {
    if (cursor >= this.lastId) return undefined;
    const index = this.#marksUpTo(cursor);
    const before = this.#marks[index - 1] ?? { id: 0, at: 0 };
    const next = this.#marks[index];
    const textEnd = next ? next.at : this.units;
    const at = Math.min(before.at + (cursor - before.id), textEnd);
    if (at < textEnd) return this.#readText(at, textEnd, before);
    if (!next) return undefined;
    return { frame: types.has(next.chunk.type) ? encodeChunk(next.id, next.chunk) : null, to: next.id };
  }

  #readText(at: number, textEnd: number, before: { id: number; at: number }): ReadFrame {
    const text = this.#text.slice(at, Math.min(at + MAX_UNITS + 1, textEnd));
    const end = at + cutBetweenCharacters(text, Math.min(MAX_UNITS, text.length));
    const to = before.id + (end - before.at);
    return { frame: encodeToken(to, text.slice(0, end - at), at), to };
  }

  /** How many marks a reader at `cursor` has passed. */
  #marksUpTo(cursor: number): number {
    let low = 0;
    let high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#marks[middle]?.id ?? 0) <= cursor) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #publish(encoded: string, range: FrameRange): void {
    for (const follower of this.#followers) {
      try {
        follower.onFrame(encoded, range);
      } catch (error) {
        this.#drop(follower, error);
      }
    }
  }

  /** One follower that fails is let go; neither the others nor the turn notice. */
  #drop(follower: Follower, fault: unknown): void {
    this.#followers.delete(follower);
    follower.onFault?.(fault);
  }
}

function encodeToken(id: number, content: string, at: number): string {
  return frame(id, `{"type":"token","content":${toAsciiJson(content)},"at":${at}}`);
}
