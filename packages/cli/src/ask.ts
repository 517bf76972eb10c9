/** `tradistry ask`: streams an answer to the terminal. */
import type { ChatStream, Client } from '@tradistry/client';
import { type AnswerPrinter, createAnswerPrinter } from './answer-printer.ts';
import { type Command, type Shell, textOption, UsageError } from './command.ts';
import { connect } from './connect.ts';

const INTERRUPTED = 130;

export const ask: Command = {
  summary: 'ask your journal; the answer streams in',
  help: `Usage: tradistry ask "QUESTION" [--session ID] [--model NAME]

  --session ID   go on with a session, or begin one by that name
  --model NAME   one of the configured models, tried first

Ctrl-C stops the answer; what was written is kept.
`,
  options: { session: { type: 'string' }, model: { type: 'string' } },
  async run(args, shell) {
    const message = args.positionals.join(' ').trim();
    if (message === '') throw new UsageError('Ask something: tradistry ask "What is my win rate?"');
    const client = await connect(shell.env);
    const aborted = new AbortController();
    const stream = client.chat.stream({
      message,
      session_id: textOption(args, 'session'),
      model: textOption(args, 'model'),
      signal: aborted.signal,
    });
    const interruption = watchInterrupts(shell, client, { stream, aborted });
    const printer = createAnswerPrinter(shell);
    try {
      const failed = await show(stream, printer);
      return interruption.happened() ? INTERRUPTED : Number(failed);
    } catch (error) {
      if (interruption.happened()) return INTERRUPTED;
      throw error;
    } finally {
      printer.end();
      interruption.unwatch();
    }
  },
};

/** Prints the stream to its end; true when the answer failed. */
async function show(stream: ChatStream, printer: AnswerPrinter): Promise<boolean> {
  let failed = false;
  for await (const chunk of stream) {
    printer.print(chunk);
    if (chunk.type === 'warning') printer.note(`warning: ${chunk.message}`);
    if (chunk.type === 'error') {
      failed = true;
      printer.note(`error: ${chunk.message}`);
    }
  }
  return failed;
}

/** The first Ctrl-C stops the turn and lets its end arrive; a second one, or one before there is a turn, leaves at once. */
function watchInterrupts(shell: Shell, client: Client, asked: { stream: ChatStream; aborted: AbortController }) {
  const { stream, aborted } = asked;
  let count = 0;
  const unwatch = shell.onInterrupt(() => {
    count += 1;
    if (count > 1 || stream.streamId === null) aborted.abort();
    else client.chat.stop(stream.streamId, { signal: aborted.signal }).catch(() => aborted.abort());
  });
  return { happened: () => count > 0, unwatch };
}
