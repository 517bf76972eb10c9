/** Reads a stream to its end and folds it into one value. */
import { emptyResponse, fold, type StreamChunk, type StreamingChatResponse } from '@tradistry/protocol';

/** The whole answer. Throws what the stream throws; an `error` chunk is not thrown, it is the value's `error`. */
export async function collect(stream: AsyncIterable<StreamChunk>): Promise<StreamingChatResponse> {
  let response = emptyResponse();
  for await (const chunk of stream) response = fold(response, chunk);
  return response;
}
