/** One turn as the page sees it: its chunks folded into what is shown. */
import type { DoneChunk, ErrorChunk, StreamChunk, WarningChunk } from '@tradistry/protocol';

/** What the answer's maker is looking up. */
export type ToolState = Extract<StreamChunk, { type: 'tool' }>;

/** `asking` until the question is durable, then `answering`; `saving` from the last word to the end of the stream. */
export type TurnPhase = 'asking' | 'answering' | 'saving' | 'ended' | 'failed';

/** What ended a turn early, in words. */
export interface TurnError extends Pick<ErrorChunk, 'message' | 'retryable'> {
  readonly code: string;
}

/** A running or just ended turn. */
export interface TurnState {
  readonly phase: TurnPhase;
  readonly streamId: string | null;
  /** The user's message, once it is stored; known from the start where it is answered again. */
  readonly questionId: string | null;
  /** The message that the question follows; `null` at the root, and while a resumed turn is not yet known. */
  readonly afterId: string | null;
  /** The question's text; `null` where it is already among the stored messages. */
  readonly question: string | null;
  readonly answer: string;
  readonly warnings: readonly WarningChunk[];
  readonly tools: readonly ToolState[];
  readonly error: TurnError | null;
  readonly done: DoneChunk | null;
  readonly answerId: string | null;
  /** True until the server has made the session that this question begins. */
  readonly fresh: boolean;
  /** True while the connection is lost and tried again. */
  readonly reconnecting: boolean;
}

/** A turn before its first chunk. */
export function newTurn(known: Partial<TurnState> = {}): TurnState {
  return {
    phase: 'asking',
    streamId: null,
    questionId: null,
    afterId: null,
    question: null,
    answer: '',
    warnings: [],
    tools: [],
    error: null,
    done: null,
    answerId: null,
    fresh: false,
    reconnecting: false,
    ...known,
  };
}

/** The turn after one more chunk. A token is placed by its `at`: a replay or a duplicate changes nothing. */
export function applyChunk(turn: TurnState, chunk: StreamChunk): TurnState {
  switch (chunk.type) {
    case 'session_info':
      return {
        ...turn,
        phase: 'answering',
        fresh: false,
        streamId: chunk.stream_id ?? turn.streamId,
        questionId: chunk.message_id ?? turn.questionId,
      };
    case 'token':
      return { ...turn, answer: place(turn.answer, chunk.content, chunk.at) };
    case 'warning':
      return isKnown(turn, chunk) ? turn : { ...turn, warnings: [...turn.warnings, chunk] };
    case 'tool':
      return { ...turn, tools: [...turn.tools.filter((tool) => tool.call_id !== chunk.call_id), chunk] };
    case 'error':
      return { ...turn, phase: 'saving', error: chunk };
    case 'done':
      return { ...turn, phase: 'saving', done: chunk };
    case 'response_saved':
      return { ...turn, answerId: chunk.message_id };
    case 'stream_end':
      return { ...turn, phase: turn.error && turn.answer === '' ? 'failed' : 'ended' };
    case 'figure':
    case 'reasoning':
      return turn;
    default:
      // A newer server may send types that this page does not know; the contract only grows.
      chunk satisfies never;
      return turn;
  }
}

/** True from the question until the last word of the answer. */
export function isLive(turn: TurnState | null): boolean {
  return turn !== null && turn.phase !== 'ended' && turn.phase !== 'failed';
}

function place(answer: string, content: string, at: number | undefined): string {
  return at === undefined || at === answer.length ? answer + content : answer.slice(0, at) + content;
}

function isKnown(turn: TurnState, chunk: WarningChunk): boolean {
  return turn.warnings.some(({ code, message }) => code === chunk.code && message === chunk.message);
}
