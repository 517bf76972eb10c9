/** `tradistry prompts try`: one question, one version of the chat prompt or two after each other, and nothing is kept. */
import type { ChatStream } from '@tradistry/client';
import type { DoneChunk } from '@tradistry/protocol';
import { createAnswerPrinter } from '../answer-printer.ts';
import { type Shell, textOption, UsageError } from '../command.ts';
import { plainText } from '../plain-text.ts';
import type { PromptCall } from './call.ts';

const INTERRUPTED = 130;

/** 0 where all were answered. */
export async function tryVersions({ client, words, args, shell }: PromptCall): Promise<number> {
  const versions = words.slice(0, -1);
  const question = words.at(-1) ?? '';
  if (versions.length < 1 || versions.length > 2)
    throw new UsageError('Usage: tradistry prompts try VERSION [VERSION] "QUESTION"');
  const model = textOption(args, 'model');
  let failed = false;
  for (const version of versions) {
    if (versions.length > 1) shell.stdout.write(plainText(`== ${version}\n`));
    const stream = client.chat.try({ version, question, ...(model && { model }) });
    const shown = await show(stream, shell);
    if (shown === 'interrupted') return INTERRUPTED;
    failed ||= shown === 'failed';
  }
  return Number(failed);
}

/** Prints the answer, and what it took; Ctrl-C leaves it, which ends it. */
async function show(stream: ChatStream, shell: Shell): Promise<'answered' | 'failed' | 'interrupted'> {
  const printer = createAnswerPrinter(shell);
  const begunAt = performance.now();
  let firstMs: number | null = null;
  let done: DoneChunk | null = null;
  let interrupted = false;
  const unwatch = shell.onInterrupt(() => {
    interrupted = true;
    void stream.return();
  });
  try {
    for await (const chunk of stream) {
      printer.print(chunk);
      if (chunk.type === 'token') firstMs ??= performance.now() - begunAt;
      if (chunk.type === 'warning' || chunk.type === 'error') printer.note(`${chunk.type}: ${chunk.message}`);
      if (chunk.type === 'done') done = chunk;
    }
  } finally {
    unwatch();
    printer.end();
  }
  if (done) shell.stderr.write(plainText(`${describe(done, firstMs)}\n`));
  return interrupted ? 'interrupted' : done ? 'answered' : 'failed';
}

function describe({ model_used, usage }: DoneChunk, firstMs: number | null): string {
  const first = firstMs === null ? 'no token' : `first token after ${Math.round(firstMs)} ms`;
  const tokens = usage ? `${usage.total_tokens} tokens` : 'tokens not told';
  const cost = usage?.cost_usd == null ? 'cost not told' : `${usage.cost_usd} USD`;
  return [model_used, first, tokens, cost].filter((part) => part !== undefined).join(', ');
}
