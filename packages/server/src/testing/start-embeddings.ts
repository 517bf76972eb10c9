/** An OpenAI-compatible `/embeddings` for tests: a text's vector is made of its words, and it can be slow, or broken. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { wordVector } from './word-vector.ts';

export interface Embeddings {
  readonly url: string;
  /** Every request's body and key. */
  readonly calls: { readonly model: string; readonly input: string[]; readonly key: string | undefined }[];
  /** The status of the next answers; 200 again with `null`. */
  fail(status: number | null): void;
  /** Answers are held back until this is called with false. */
  hold(held: boolean): void;
  close(): Promise<void>;
}

export async function startEmbeddings(): Promise<Embeddings> {
  const calls: Embeddings['calls'] = [];
  let status: number | null = null;
  let gate = Promise.withResolvers<void>();
  gate.resolve();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { model, input } = JSON.parse(Buffer.concat(chunks).toString()) as { model: string; input: string[] };
    calls.push({ model, input, key: request.headers.authorization });
    await gate.promise;
    response.statusCode = status ?? 200;
    response.setHeader('content-type', 'application/json');
    const data = input.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: [...wordVector(text)].map((x) => 3 * x),
    }));
    response.end(
      JSON.stringify(status === null ? { object: 'list', model, data: data.reverse() } : { error: { message: 'no' } }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    calls,
    fail: (next) => {
      status = next;
    },
    hold(held) {
      if (held) gate = Promise.withResolvers();
      else gate.resolve();
    },
    async close() {
      gate.resolve();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
