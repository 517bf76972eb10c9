/** A small read beside the calls: the list of models, a bill. */
import type { Agent } from 'undici';
import type { OpenRouterOptions } from './options.ts';
import { headersOf } from './request-body.ts';

const TIMEOUT_MS = 15_000;
const LONGEST_UNITS = 32 * 1024 * 1024;

/** What stands at `path` below the base address; `null`: a status that is no 200. Rejects where nothing could be read. */
export async function fetchJson(
  { agent, options }: { readonly agent: Agent; readonly options: OpenRouterOptions },
  path: string,
  signal: AbortSignal,
): Promise<unknown> {
  const url = new URL(options.baseUrl + path);
  const response = await agent.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers: headersOf(options, 'application/json'),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  let text = '';
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    text += decoder.decode(bytes as Buffer, { stream: true });
    if (text.length > LONGEST_UNITS) throw new Error(`What stands at ${path} is too long.`);
  }
  return response.statusCode === 200 ? JSON.parse(text) : null;
}
