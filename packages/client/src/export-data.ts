/** Everything the user has, downloaded as it is made. */
import { LineGone, openLine } from './line.ts';
import { type CallOptions, exchange, orGone, refuse, type Transport } from './transport.ts';

const SILENCE_MS = 60_000;

/** The bytes of a ZIP archive. Throws `ChatError`, also where it breaks off; leaving the loop ends the download. */
export async function* exportData(transport: Transport, options: CallOptions = {}): AsyncGenerator<Uint8Array> {
  const line = openLine(options.signal ?? new AbortController().signal, SILENCE_MS);
  try {
    const response = await exchange(transport, { method: 'GET', path: '/api/export' }, line);
    if (!response.ok) await refuse(response, line, false);
    const reader = response.body?.getReader();
    for (;;) {
      const next = reader && (await orGone(line.within(reader.read()), line));
      if (!next || next.done) return;
      yield next.value;
    }
  } catch (error) {
    throw error instanceof LineGone ? error.error : error;
  } finally {
    line.close();
  }
}
