/** The wire contract in code: chunks, bodies, error codes, and how a chunk is written as an SSE event. */
export * from './chat.ts';
export * from './chunks.ts';
export * from './errors.ts';
export * from './experiment-metrics.ts';
export * from './experiments.ts';
export * from './fold.ts';
export * from './journal.ts';
export * from './ops.ts';
export * from './prompt-ref.ts';
export * from './prompts.ts';
export * from './search.ts';
export * from './sse.ts';
export * from './streaming-chat-response.ts';
export * from './trade-query.ts';
