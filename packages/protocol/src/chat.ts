/** Bodies of the chat API: questions, sessions, messages, feedback, stop. */
import { z } from 'zod';
import { FinishReason, Layer, OptionalChunkType, Source, ToolUse, Usage, WarningChunk } from './chunks.ts';
import { PromptWish } from './prompt-ref.ts';

/** A lone surrogate or a NUL cannot be stored as text in PostgreSQL, nor sent on as UTF-8. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

/** Text as a user gives it: trimmed, storable, at most `max` UTF-16 code units. */
export function userText(max: number) {
  return z
    .string()
    .refine(isStorable, 'must not hold NUL characters or lone surrogates')
    .trim()
    .min(1, 'must not be empty')
    .max(max, `must have at most ${max.toLocaleString('en-US')} characters`);
}

const SESSION_ID = /^[A-Za-z0-9._:-]{1,128}$/;

/** A session's id: the user's own namespace, so two users' equal ids are two sessions. */
export const SessionId = z.string().regex(SESSION_ID, 'must be 1 to 128 of A-Z a-z 0-9 . _ : -');

/** The body of `POST /api/ai/chat` and `POST /api/ai/chat/stream`. */
export const ChatRequest = z.object({
  message: userText(32_000),
  /** Absent, `null` or `""`: a new session. */
  session_id: z
    .union([z.literal(''), SessionId])
    .nullish()
    .transform((id) => id || null),
  /** At most so many earlier messages and so many retrieved passages enter the prompt. */
  context_limit: z.int().min(0).max(50).default(10),
  model: z.string().min(1).max(200).optional(),
  parent_message_id: z.uuid().optional(),
  include: z.array(OptionalChunkType).max(3).default([]),
  /**
   * A version of the chat prompt or a strategy; needs the scope `prompts:read`. Such a question is in no experiment, unless it
   * names the strategy of one.
   */
  prompt: PromptWish.optional(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;
export type ChatRequestInput = z.input<typeof ChatRequest>;

/** The body of `POST .../messages/{id}/continue`; none is needed. `include` is that of the question unless given. */
export const ContinueRequest = z.object({ include: z.array(OptionalChunkType).max(3).optional() });
export type ContinueRequest = z.infer<typeof ContinueRequest>;

/** The answer of `POST /api/ai/chat`. */
export const ChatResponse = z.object({
  session_id: z.string(),
  message_id: z.string(),
  response: z.string(),
  model_used: z.string(),
  layer: Layer,
  fallback_used: z.boolean(),
  processing_time_ms: z.int(),
  usage: Usage.nullable(),
  sources: z.array(Source),
  warnings: z.array(WarningChunk),
});
export type ChatResponse = z.infer<typeof ChatResponse>;

/** What stopping a turn did. `billing_stopped` is `null` where the provider does not say. */
export const StopResponse = z.object({
  status: z.enum(['stopped', 'already_ended']),
  upstream_cancelled: z.boolean(),
  billing_stopped: z.boolean().nullable(),
  tokens_generated: z.int(),
  tokens_delivered: z.int(),
  stopped_after_ms: z.int(),
});
export type StopResponse = z.infer<typeof StopResponse>;

export const Feedback = z.object({
  rating: z.enum(['up', 'down']).nullable(),
  comment: userText(4000).optional(),
});
export type Feedback = z.infer<typeof Feedback>;

/**
 * The body of `POST /api/ai/chat/messages/{id}/reading`: how long its answer has been in view so far, while the page was visible.
 * Sent again and again the longest counts; within the hour after the answer's end. Answers 204.
 */
export const Reading = z.object({ reading_ms: z.int().min(0).max(3_600_000) });
export type Reading = z.infer<typeof Reading>;

/** `complete`, or still `running`, or why it is not complete. A user's message is always `complete`. */
export const MessageStatus = z.enum(['running', 'complete', 'stopped', 'partial', 'failed']);
export type MessageStatus = z.infer<typeof MessageStatus>;

export const Message = z.object({
  id: z.string(),
  session_id: z.string(),
  parent_id: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  created_at: z.string(),
  status: MessageStatus,
  model_used: z.string().nullable(),
  layer: Layer.nullable(),
  /** `length`: it was cut, and can be gone on with; null for a question. */
  finish_reason: FinishReason.nullable(),
  feedback: Feedback.nullable(),
  sources: z.array(Source),
  partial: z.boolean(),
  /** The figures and trades behind the answer, as the engine computed them; empty for a user's message. */
  figures: z.array(z.record(z.string(), z.unknown())),
  warnings: z.array(WarningChunk),
  /** What was looked up for the answer, in order. */
  tools: z.array(ToolUse),
});
export type Message = z.infer<typeof Message>;

/** What a model was asked for an answer: the body of the request exactly as it went upstream. No key is in it. */
export const ModelRequestRecord = z.object({
  /** The turn it belongs to: an answer that was gone on with has several. */
  stream_id: z.string(),
  /** The attempt's number within its turn. */
  n: z.int(),
  layer: Layer,
  model: z.string(),
  sent_at: z.string(),
  /** JSON, as sent. */
  body: z.string(),
});
export type ModelRequestRecord = z.infer<typeof ModelRequestRecord>;

export const Session = z.object({
  id: z.string(),
  title: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  pinned: z.boolean(),
  archived: z.boolean(),
  active_stream_id: z.string().nullable(),
  message_count: z.int(),
});
export type Session = z.infer<typeof Session>;

export const NewSession = z.object({ id: SessionId.optional(), title: userText(200).optional() });
export const SessionPatch = z
  .object({ title: userText(200), pinned: z.boolean(), archived: z.boolean() })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'must change something');
export type SessionPatch = z.infer<typeof SessionPatch>;

/** `?cursor=&limit=` of every list. */
export const PageQuery = z.object({
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** A page of a list; `next_cursor` is `null` at its end. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
export interface Page<T> {
  items: T[];
  next_cursor: string | null;
}

/** `GET /api/ai/models`. */
export const ModelList = z.object({
  items: z.array(z.object({ id: z.string(), tier: z.int(), default: z.boolean() })),
  next_cursor: z.null(),
});
export type ModelList = z.infer<typeof ModelList>;
