/** The names and bounds of what turns keep in Valkey. Nothing there is the truth: all of it may vanish at any moment. */
import type { Valkey } from '../valkey/connect-valkey.ts';

/** The field of a stream's entry that holds a `LogPart`. */
export const PART = 'p';

/** Entries a stream keeps: far more than a mirror can lack, which begins at a checkpoint that is at most seconds old. */
export const KEPT_ENTRIES = 600;
/** What nobody wrote to for so long is forgotten. */
export const LOG_SECONDS = 3600;
/** A turn that has ended is in the database; its stream is left for those who are about to read it. */
export const ENDED_LOG_SECONDS = 60;
/** How often an owner says that its turn runs, and how long that holds. */
export const SAY_RUNNING_MS = 5_000;
export const RUNNING_MS = 60_000;

/** The stream of a turn's log. */
export function logKey(valkey: Valkey, streamId: string): string {
  return valkey.key('log', streamId);
}

/** The hash of what a user has running: session id to `RunningEntry`. */
export function runningKey(valkey: Valkey, userId: string): string {
  return valkey.key('running', userId);
}

interface RunningEntry {
  readonly streamId: string;
  readonly instance: string;
  /** Wall clock, milliseconds: it holds until then. */
  readonly until: number;
}

export function encodeRunning({ streamId, instance, until }: RunningEntry): string {
  return JSON.stringify([streamId, instance, until]);
}

/** `undefined` where it is none. */
export function decodeRunning(encoded: string): RunningEntry | undefined {
  const [, streamId, instance, until] = /^\["([^"\\]+)","([^"\\]+)",(\d+)\]$/.exec(encoded) ?? [];
  if (!streamId || !instance || !until) return undefined;
  return { streamId, instance, until: Number(until) };
}
