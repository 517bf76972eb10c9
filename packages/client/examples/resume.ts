/** Leaves an answer in the middle and reads the rest of it later, as another process or a reloaded page would. */
import { createClient } from '@tradistry/client';

const options = {
  baseUrl: process.env['TRADISTRY_URL'] ?? 'http://127.0.0.1:3000',
  token: process.env['TRADISTRY_TOKEN'],
};

// The first reader: goes away after a piece of text. All it keeps is two ids and what it has shown.
let answer = '';
const first = createClient(options).chat.stream({ message: process.argv[2] ?? 'What is my win rate?' });
for await (const chunk of first) {
  if (chunk.type !== 'token') continue;
  answer = answer.slice(0, chunk.at) + chunk.content;
  break;
}
const { streamId, lastEventId } = first;
if (streamId === null || lastEventId === null) throw new Error('There was no answer.');
process.stdout.write(`${answer} | `);

// The second reader: knows nothing but those. The turn went on meanwhile; `at` says where each piece belongs.
const shown = answer.length;
for await (const chunk of createClient(options).chat.resume(streamId, { after: lastEventId })) {
  if (chunk.type === 'token') answer = answer.slice(0, chunk.at) + chunk.content;
}
process.stdout.write(`${answer.slice(shown)}\n`);
