/** The Tradistry client: ask, follow, resume and stop answers from a browser or Node. */
export type {
  ChatResponse,
  Feedback,
  Message,
  OptionalChunkType,
  Page,
  Session,
  StopResponse,
  StreamChunk,
  StreamingChatResponse,
} from '@tradistry/protocol';
export type { RetryPolicy } from './backoff.ts';
export type { Chat, Question, ResumeOptions, Trial, WatchOptions } from './chat.ts';
export { ChatError, type ChatErrorCode } from './chat-error.ts';
export type { ChatStream } from './chat-stream.ts';
export { collect } from './collect.ts';
export { type Client, type ClientOptions, createClient } from './create-client.ts';
export { everyPage } from './every-page.ts';
export type { ConnectionStatus, PositionedChunk } from './follow-stream.ts';
export type { Messages, PageOptions, Sessions } from './sessions.ts';
export type { Notice } from './spot-buffering.ts';
export type { Token } from './token-source.ts';
export type { ApiRequest, CallOptions } from './transport.ts';
