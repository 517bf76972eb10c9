/** The one error that is meant for people: a code of the closed table, what happened and what to do next. */
import type { ErrorCode, Fault } from '@tradistry/protocol';
import type { LimitName } from './limit-name.ts';

interface RefusalExtras {
  readonly errors?: Fault[];
  readonly stream_id?: string;
  readonly models?: string[];
  readonly retryAfterMs?: number;
  /** The limit that refuses. */
  readonly limit?: LimitName;
}

/** Thrown by any house; `http` turns it into a problem document, a turn into an `error` chunk. `detail` is shown to the user. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: ErrorCode;
  readonly detail: string;
  readonly extras: RefusalExtras;

  constructor(code: ErrorCode, detail: string, extras: RefusalExtras = {}) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.extras = extras;
  }
}

/** Another user's thing and a thing that never was look the same. */
export function notFound(thing: string): Refusal {
  return new Refusal('not_found', `There is no such ${thing}.`);
}

/** A session has one answer at a time; which one it is, `stream_id` tells. */
export function turnInProgress(streamId: string | undefined): Refusal {
  return new Refusal(
    'turn_in_progress',
    'The last question of this session is still being answered. Wait for it, or stop it.',
    { ...(streamId && { stream_id: streamId }) },
  );
}
