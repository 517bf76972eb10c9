/** Asks one question and prints the answer as it comes: `TRADISTRY_TOKEN=$(npx tradistry token) node ask.ts "What is my win rate?"` */
import { ChatError, createClient } from '@tradistry/client';

const client = createClient({
  baseUrl: process.env['TRADISTRY_URL'] ?? 'http://127.0.0.1:3000',
  token: process.env['TRADISTRY_TOKEN'],
});

try {
  for await (const chunk of client.chat.stream({ message: process.argv[2] ?? 'What is my win rate?' })) {
    if (chunk.type === 'token') process.stdout.write(chunk.content);
    if (chunk.type === 'warning' || chunk.type === 'error') process.stderr.write(`\n${chunk.type}: ${chunk.message}\n`);
  }
  process.stdout.write('\n');
} catch (error) {
  if (!(error instanceof ChatError)) throw error;
  process.stderr.write(`${error.code}: ${error.detail}\n`);
  process.exitCode = 1;
}
