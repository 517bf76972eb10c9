/** One turn as the page sees it: its chunks folded into what is shown. */
import type { ChatErrorCode } from '@tradistry/client';
import type { DoneChunk, FigureChunk, StreamChunk, ToolUse, WarningChunk } from '@tradistry/protocol';

/** What the answer's maker is looking up, or has. */
export type ToolState = ToolUse;

/**
 * `asking` until the question is durable, then `answering`; `saving` from the last word to the end of the stream. `lost`: reaching
 * the server was given up, and the turn itself may be going on.
 */
export type TurnPhase = 'asking' | 'answering' | 'saving' | 'ended' | 'failed' | 'lost';

/** The codes of the client, and two of the page's own, for questions that the server has not confirmed. */
export type TurnErrorCode = ChatErrorCode | 'called_off' | 'unconfirmed';

/** What ended a turn early, in words. */
export interface TurnError {
  readonly code: TurnErrorCode;
  readonly message: string;
  readonly retryable: boolean;
  /** Before this (ms since 1970) trying again is in vain; `null`: not known. */
  readonly retryAt: number | null;
}

/** A running or just ended turn. */
export interface TurnState {
  readonly phase: TurnPhase;
  /** `null` until the server has confirmed the question. */
  readonly streamId: string | null;
  /** The user's message, once it is stored; known from the start where it is answered again. */
  readonly questionId: string | null;
  /** The message that the question follows; `null` at the root, and while a resumed turn is not yet known. */
  readonly afterId: string | null;
  /** The question's text; `null` where it is already among the stored messages. */
  readonly question: string | null;
  /** Exactly what the stream has told; `shownText` is what the page shows of it. */
  readonly answer: string;
  /** Text that was shown before the stream began, and that it brings again from its start; `''`: none. */
  readonly kept: string;
  /** True while the stream has brought again no more than that. */
  readonly repeating: boolean;
  readonly warnings: readonly WarningChunk[];
  readonly tools: readonly ToolState[];
  readonly figures: readonly FigureChunk[];
  readonly error: TurnError | null;
  readonly done: DoneChunk | null;
  readonly answerId: string | null;
  /** A question that was not taken because this turn was running; its author gets it back. */
  readonly returned: string | null;
  /** True until the server has made the session that this question begins. */
  readonly fresh: boolean;
  /** True while the connection is lost and tried again. */
  readonly reconnecting: boolean;
  /** True from the moment its user wants it stopped. */
  readonly stopping: boolean;
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
    kept: '',
    repeating: (known.kept ?? '') !== '',
    warnings: [],
    tools: [],
    figures: [],
    error: null,
    done: null,
    answerId: null,
    returned: null,
    fresh: false,
    reconnecting: false,
    stopping: false,
    ...known,
  };
}

/** The turn after one more chunk, at `now` (ms since 1970). A token is placed by its `at`: a replay or a duplicate changes nothing. */
export function applyChunk(turn: TurnState, chunk: StreamChunk, now: number): TurnState {
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
      return placeToken(turn, chunk.content, chunk.at ?? turn.answer.length);
    case 'warning':
      return isKnown(turn, chunk) ? turn : { ...turn, warnings: [...turn.warnings, chunk] };
    case 'tool':
      return { ...turn, tools: placeTool(turn.tools, toUse(chunk)) };
    case 'error': {
      const { code, message, retryable, retry_after_ms } = chunk;
      return { ...turn, phase: 'saving', error: { code, message, retryable, retryAt: retryAt(retry_after_ms, now) } };
    }
    case 'done':
      // What was said of a stop that did not get through is no longer true.
      return { ...turn, phase: 'saving', done: chunk, error: null };
    case 'response_saved':
      return { ...turn, answerId: chunk.message_id };
    case 'stream_end':
      return { ...turn, phase: turn.error && turn.answer === '' ? 'failed' : 'ended' };
    case 'figure':
      return { ...turn, figures: [...turn.figures.filter(({ at }) => at !== chunk.at), chunk] };
    case 'reasoning':
      return turn;
    default:
      // A newer server may send types that this page does not know; the contract only grows.
      chunk satisfies never;
      return turn;
  }
}

/** When a wait of `afterMs` from `now` is over; `null` where nobody asks for one. */
export function retryAt(afterMs: number | null | undefined, now: number): number | null {
  return afterMs ? now + afterMs : null;
}

/** True from the question until the last word of the answer. */
export function isLive(turn: TurnState | null): boolean {
  return turn !== null && turn.phase !== 'ended' && turn.phase !== 'failed' && turn.phase !== 'lost';
}

/**
 * The answer as it is to be shown. While a stream brings again from its start what is shown already, that stays in place:
 * a continued answer grows on without flicker. In the end only what the stream told counts.
 */
export function shownText({ answer, kept, repeating, phase }: TurnState): string {
  const over = phase === 'saving' || phase === 'ended';
  return repeating && !over && kept.startsWith(answer) ? kept : answer;
}

function placeToken(turn: TurnState, content: string, at: number): TurnState {
  if (at === turn.answer.length) {
    const answer = turn.answer + content;
    return { ...turn, answer, repeating: turn.repeating && answer.length < turn.kept.length };
  }
  const figures = turn.figures.filter((figure) => figure.at + figure.length <= at);
  return { ...turn, answer: turn.answer.slice(0, at) + content, figures, repeating: false };
}

function toUse({ type, ...use }: Extract<StreamChunk, { type: 'tool' }>): ToolUse {
  return use;
}

/** A call keeps its place when it is done. */
function placeTool(tools: readonly ToolState[], chunk: ToolState): ToolState[] {
  const at = tools.findIndex(({ call_id }) => call_id === chunk.call_id);
  return at === -1 ? [...tools, chunk] : tools.with(at, chunk);
}

function isKnown(turn: TurnState, chunk: WarningChunk): boolean {
  return turn.warnings.some(({ code, message }) => code === chunk.code && message === chunk.message);
}
