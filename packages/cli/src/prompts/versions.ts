/** Versions from the command line. */
import { readFile } from 'node:fs/promises';
import type { Page, PromptDiff, PromptOverview, PromptVersion, PromptVersionSummary } from '@tradistry/protocol';
import { textOption } from '../command.ts';
import { plainText } from '../plain-text.ts';
import { listItems, type PromptCall, withFile, wordsOf } from './call.ts';

export async function listPrompts({ client, shell }: PromptCall): Promise<number> {
  const { items } = await client.request<Page<PromptOverview>>({ method: 'GET', path: '/api/prompts' });
  for (const { type, version, labels, strategy } of items) {
    const named = Object.entries(labels).map(([label, at]) => `${label} ${at}`);
    shell.stdout.write(`${type.padEnd(13)} ${strategy.strategy}: version ${version}   ${named.join(', ')}\n`);
  }
  return 0;
}

export async function listVersions(call: PromptCall): Promise<number> {
  const [type] = wordsOf(call, 'list TYPE', ['TYPE']);
  const path = `/api/prompts/${encodeURIComponent(type)}/versions`;
  for (const { version, created_at, author, labels, note } of await listItems<PromptVersionSummary>(call, path)) {
    const line = [String(version).padStart(4), created_at.slice(0, 10), author, labels.join(','), note ?? ''];
    call.shell.stdout.write(plainText(`${line.join('  ').replaceAll('\n', ' ').trimEnd()}\n`));
  }
  return 0;
}

export async function showVersion(call: PromptCall): Promise<number> {
  const [type, version] = wordsOf(call, 'show TYPE VERSION', ['TYPE', 'VERSION']);
  const path = `/api/prompts/${encodeURIComponent(type)}/versions/${encodeURIComponent(version)}`;
  const found = await call.client.request<PromptVersion>({ method: 'GET', path });
  const { template, ...rest } = found;
  call.shell.stderr.write(plainText(`${JSON.stringify(rest, null, 2)}\n`));
  call.shell.stdout.write(plainText(`${template}\n`));
  return 0;
}

const MARKS = { same: ' ', removed: '-', added: '+' } as const;

export async function diffVersions(call: PromptCall): Promise<number> {
  const [type, from, to] = wordsOf(call, 'diff TYPE FROM TO', ['TYPE', 'FROM', 'TO']);
  const query = new URLSearchParams({ from, to });
  const path = `/api/prompts/${encodeURIComponent(type)}/diff?${query}`;
  const { lines, settings, examples } = await call.client.request<PromptDiff>({ method: 'GET', path });
  for (const [name, each] of Object.entries({ settings, examples })) {
    const [before, after] = [each.from, each.to].map((content) => JSON.stringify(content));
    if (before !== after) call.shell.stdout.write(plainText(`-${name} ${before}\n+${name} ${after}\n`));
  }
  for (const { change, text } of lines) call.shell.stdout.write(plainText(`${MARKS[change]}${text}\n`));
  return 0;
}

export async function saveVersion(call: PromptCall): Promise<number> {
  const [type, file] = wordsOf(call, 'save TYPE FILE', ['TYPE', 'FILE']);
  const template = (await withFile(file, readFile(file, 'utf8'))).replace(/\n$/, '');
  const body = { template, note: textOption(call.args, 'note') ?? null };
  const path = `/api/prompts/${encodeURIComponent(type)}/versions`;
  const { version } = await call.client.request<PromptVersion>({ method: 'POST', path, body });
  call.shell.stdout.write(`${type} ${version}\n`);
  return 0;
}
