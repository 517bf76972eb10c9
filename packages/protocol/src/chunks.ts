/** The chunks of a stream: one wire event each, a closed union told apart by `type`. */
import { z } from 'zod';
import { ErrorCode } from './errors.ts';

/** Every chunk type; the last three are sent only to viewers that ask for them with `include`. */
export const StreamChunkType = z.enum([
  'session_info',
  'token',
  'warning',
  'error',
  'done',
  'response_saved',
  'stream_end',
  'tool',
  'figure',
  'reasoning',
]);
export type StreamChunkType = z.infer<typeof StreamChunkType>;

/** The chunk types a viewer must ask for. */
export const OptionalChunkType = z.enum(['tool', 'figure', 'reasoning']);
export type OptionalChunkType = z.infer<typeof OptionalChunkType>;

/** The four layers of an answer, best first. */
export const Layer = z.enum(['streaming', 'invoke', 'legacy_prompt', 'fallback_message']);
export type Layer = z.infer<typeof Layer>;

/** Why an answer ended: the model was done, ran out of room, or the user stopped it. */
export const FinishReason = z.enum(['stop', 'length', 'stopped']);
export type FinishReason = z.infer<typeof FinishReason>;

/** Tokens of one turn, all attempts added up; `cost_usd` where the provider tells it. */
export const Usage = z.object({
  prompt_tokens: z.int().nonnegative(),
  completion_tokens: z.int().nonnegative(),
  total_tokens: z.int().nonnegative(),
  cost_usd: z.number().nonnegative().optional(),
});
export type Usage = z.infer<typeof Usage>;

/** What an answer rests on; `n` is the number of its mark in the text. */
export const Source = z.object({
  n: z.int().positive(),
  kind: z.enum(['trade', 'note', 'playbook', 'message', 'query']),
  id: z.string(),
  title: z.string(),
  date: z.string().nullable(),
});
export type Source = z.infer<typeof Source>;

/** What a `warning` is about. */
export const WarningCode = z.enum([
  'fallback',
  'continued',
  'retrieval_degraded',
  'unverified_figures',
  'context_trimmed',
  'model_unavailable',
  'tool_failed',
  'limit_near',
]);
export type WarningCode = z.infer<typeof WarningCode>;

export const SessionInfoChunk = z.object({
  type: z.literal('session_info'),
  session_id: z.string(),
  status: z.literal('processing'),
  stream_id: z.string().optional(),
  /** The user's message. */
  message_id: z.string().optional(),
  title: z.string().optional(),
  resumed: z.boolean().optional(),
});

export const TokenChunk = z.object({
  type: z.literal('token'),
  content: z.string(),
  /** Where in the answer this text begins, in UTF-16 code units: `answer = answer.slice(0, at) + content`. */
  at: z.int().nonnegative().optional(),
});

export const WarningChunk = z.object({
  type: z.literal('warning'),
  code: WarningCode,
  message: z.string(),
  layer: Layer.optional(),
  attempt: z.int().positive().optional(),
  model: z.string().optional(),
  figures: z.array(z.string()).optional(),
});
export type WarningChunk = z.infer<typeof WarningChunk>;

export const ErrorChunk = z.object({
  type: z.literal('error'),
  code: ErrorCode,
  message: z.string(),
  retryable: z.boolean(),
  retry_after_ms: z.int().nonnegative().optional(),
});
export type ErrorChunk = z.infer<typeof ErrorChunk>;

export const DoneChunk = z.object({
  type: z.literal('done'),
  message: z.literal('Streaming complete'),
  finish_reason: FinishReason.optional(),
  model_used: z.string().optional(),
  layer: Layer.optional(),
  fallback_used: z.boolean().optional(),
  usage: Usage.optional(),
  sources: z.array(Source).optional(),
});
export type DoneChunk = z.infer<typeof DoneChunk>;

export const ResponseSavedChunk = z.object({
  type: z.literal('response_saved'),
  /** The assistant's message. */
  message_id: z.string(),
  processing_time_ms: z.int().nonnegative(),
  partial: z.boolean().optional(),
  time_to_first_token_ms: z.int().nonnegative().optional(),
  chunk_count: z.int().nonnegative().optional(),
});

export const StreamEndChunk = z.object({ type: z.literal('stream_end') });

export const ToolChunk = z.object({
  type: z.literal('tool'),
  call_id: z.string(),
  name: z.string(),
  status: z.enum(['running', 'done', 'failed']),
  arguments: z.record(z.string(), z.unknown()).optional(),
  summary: z.string().optional(),
});

/** A tool call as it is kept with the answer: the last that was told of it. */
export const ToolUse = ToolChunk.omit({ type: true });
export type ToolUse = z.infer<typeof ToolUse>;

/** A figure of the answer, bound to what it was computed from. `at` and `length` are UTF-16 code units of the answer. */
export const FigureChunk = z.object({
  type: z.literal('figure'),
  at: z.int().nonnegative(),
  length: z.int().positive(),
  verified: z.boolean(),
  value: z.string().optional(),
  unit: z.string().optional(),
  source: z
    .object({
      query: z.record(z.string(), z.unknown()).optional(),
      trade_ids: z.array(z.string()).optional(),
      note_id: z.string().optional(),
    })
    .optional(),
});
export type FigureChunk = z.infer<typeof FigureChunk>;

export const ReasoningChunk = z.object({ type: z.literal('reasoning'), content: z.string() });

/** One wire event of a turn. */
export const StreamChunk = z.discriminatedUnion('type', [
  SessionInfoChunk,
  TokenChunk,
  WarningChunk,
  ErrorChunk,
  DoneChunk,
  ResponseSavedChunk,
  StreamEndChunk,
  ToolChunk,
  FigureChunk,
  ReasoningChunk,
]);
export type StreamChunk = z.infer<typeof StreamChunk>;
