/** What the subcommands of `tradistry prompts` share: how they are called, and how they refuse. */
import { type Client, everyPage } from '@tradistry/client';
import type { Page } from '@tradistry/protocol';
import { type Arguments, CommandError, type Shell, UsageError } from '../command.ts';

/** What a subcommand is given: the server, what was said after its name, and where to print. */
export interface PromptCall {
  readonly client: Client;
  readonly words: readonly string[];
  readonly args: Arguments;
  readonly shell: Shell;
}

/** So many words, or how it should have been called. */
export function wordsOf<const Names extends readonly string[]>(
  { words }: PromptCall,
  usage: string,
  names: Names,
): { readonly [Index in keyof Names]: string } {
  if (words.length !== names.length) throw new UsageError(`Usage: tradistry prompts ${usage}`);
  // As many as there are names.
  return words as unknown as { readonly [Index in keyof Names]: string };
}

/** What a list has, to its end. */
export function listItems<T>({ client }: PromptCall, path: string): Promise<T[]> {
  return everyPage((cursor) => {
    const query = new URLSearchParams({ limit: '200', ...(cursor !== null && { cursor }) });
    return client.request<Page<T>>({ method: 'GET', path: `${path}?${query}` });
  });
}

/** A file that cannot be read or written is told in words. */
export async function withFile<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${path}: ${error.code ?? error.message}`);
  });
}
