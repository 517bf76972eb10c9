/** Reads Server-Sent Events from a response body, however its bytes are cut. */
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { unexpectedResponse } from './chat-error.ts';
import type { Line } from './line.ts';
import { orGone } from './transport.ts';

// The contract's chunks are at most 4 KiB; far beyond that it is not this API.
const MAX_BUFFER = 1024 * 1024;

/** Yields the events of each read that completed any. Ends with the body; throws `LineGone` when the line breaks or falls silent. */
export async function* readEvents(body: ReadableStream<Uint8Array>, line: Line): AsyncGenerator<EventSourceMessage[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let events: EventSourceMessage[] = [];
  const parser = createParser({
    maxBufferSize: MAX_BUFFER,
    onEvent: (event) => events.push(event),
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') throw unexpectedResponse(200, 'A chunk is far too long.');
    },
  });
  try {
    for (;;) {
      const { done, value } = await orGone(line.within(reader.read()), line);
      if (done) return;
      parser.feed(decoder.decode(value, { stream: true }));
      if (events.length > 0) yield events;
      events = [];
    }
  } finally {
    // The body may have failed already, and then so does this; either way nobody reads it any more.
    reader.cancel().catch(() => undefined);
  }
}
