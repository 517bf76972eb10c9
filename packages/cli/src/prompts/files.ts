/** All versions into a folder, and back. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { PromptFiles, PromptImportReport } from '@tradistry/protocol';
import { CommandError } from '../command.ts';
import { type PromptCall, withFile, wordsOf } from './call.ts';

/** As the server makes them; anything else could leave the folder. */
const PATH = /^[a-z]+\/\d{3,}\.prompt$/;

export async function exportFiles(call: PromptCall): Promise<number> {
  const [folder] = wordsOf(call, 'export FOLDER', ['FOLDER']);
  const { files } = await call.client.request<PromptFiles>({ method: 'GET', path: '/api/prompts/files' });
  for (const { path, content } of files) {
    if (!PATH.test(path)) throw new CommandError(`The server names a file "${path}", which is none of its own.`);
    const target = join(folder, path);
    await withFile(target, mkdir(dirname(target), { recursive: true }));
    await withFile(target, writeFile(target, content));
  }
  call.shell.stdout.write(`${files.length} versions in ${folder}\n`);
  return 0;
}

export async function importFiles(call: PromptCall): Promise<number> {
  const [folder] = wordsOf(call, 'import FOLDER', ['FOLDER']);
  const names = await withFile(folder, readdir(folder, { recursive: true }));
  const paths = names.filter((name) => name.endsWith('.prompt')).sort();
  if (paths.length === 0) throw new CommandError(`There is no file that ends in .prompt in ${folder}.`);
  const files = await Promise.all(
    paths.map(async (path) => ({
      path: path.split(sep).join('/'),
      content: await withFile(path, readFile(join(folder, path), 'utf8')),
    })),
  );
  const body: PromptFiles = { files };
  const report = await call.client.request<PromptImportReport>({ method: 'POST', path: '/api/prompts/files', body });
  for (const { path, type, version, outcome } of report.files)
    if (outcome === 'created') call.shell.stdout.write(`${path}: ${type} ${version}\n`);
  const created = report.files.filter(({ outcome }) => outcome === 'created').length;
  call.shell.stdout.write(`${created} new, ${report.files.length - created} known\n`);
  return 0;
}
