/** A stretch of a log on its way to another instance: what its owner has more since last time, or the whole of it. */
import type { StreamChunk } from '@tradistry/protocol';
import { z } from 'zod';
import type { Mark, TurnLog } from '../chat/turn-log.ts';

export interface LogPart {
  readonly epoch: number;
  /** The id after which it begins; 0: from the beginning. */
  readonly from: number;
  /** How much of the answer comes before it, in UTF-16 code units. */
  readonly units: number;
  readonly text: string;
  /** At least those after `from`, each with its place in the whole answer. */
  readonly marks: readonly Mark[];
}

/** Up to where a log was told. */
export interface ToldUpTo {
  readonly id: number;
  readonly units: number;
  readonly marks: number;
}

/** Where telling a log begins. */
export const NOTHING_TOLD: ToldUpTo = { id: 0, units: 0, marks: 0 };

/** All that `log` holds now was told. */
export function toldAll(log: TurnLog): ToldUpTo {
  return { id: log.lastId, units: log.units, marks: log.marks.length };
}

/** What `log`, in its `epoch`, has more than what was told. */
export function partSince(log: TurnLog, epoch: number, told: ToldUpTo): LogPart {
  return {
    epoch,
    from: told.id,
    units: told.units,
    text: log.textFrom(told.units),
    marks: log.marks.slice(told.marks),
  };
}

/** As Valkey keeps it. */
export function encodePart({ epoch, from, units, text, marks }: LogPart): string {
  return JSON.stringify([epoch, from, units, text, marks]);
}

/** `undefined` where it is none: another version of us may write there too. */
export function decodePart(encoded: string): LogPart | undefined {
  const parsed = Encoded.safeParse(encoded);
  if (!parsed.success) return undefined;
  const [epoch, from, units, text, marks] = parsed.data;
  return { epoch, from, units, text, marks };
}

const Chunk = z.custom<StreamChunk>((value) => typeof value === 'object' && value !== null && 'type' in value);
const Position = z.int().nonnegative();
const Encoded = z
  .string()
  .transform((text, context) => {
    try {
      // Checked by the schema that follows.
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue('is no JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.tuple([
      Position,
      Position,
      Position,
      z.string(),
      z.array(z.object({ id: Position, at: Position, chunk: Chunk })),
    ]),
  );
