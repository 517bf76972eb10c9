/** No vector came: retrieval goes on by words, and what waits to be read is tried again later. */
export class EmbedderAway extends Error {
  override readonly name = 'EmbedderAway';
}
