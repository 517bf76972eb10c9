/** A whole stream as one value. */
import { z } from 'zod';
import {
  DoneChunk,
  ErrorChunk,
  FigureChunk,
  ResponseSavedChunk,
  SessionInfoChunk,
  ToolChunk,
  WarningChunk,
} from './chunks.ts';

/** A stream as one value. `response` is the text to show; a chunk that has not come yet is `null`. */
export const StreamingChatResponse = z.object({
  session: SessionInfoChunk.nullable(),
  response: z.string(),
  reasoning: z.string(),
  warnings: z.array(WarningChunk),
  tools: z.array(ToolChunk),
  figures: z.array(FigureChunk),
  error: ErrorChunk.nullable(),
  done: DoneChunk.nullable(),
  saved: ResponseSavedChunk.nullable(),
  ended: z.boolean(),
});
export type StreamingChatResponse = z.infer<typeof StreamingChatResponse>;
