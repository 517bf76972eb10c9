/** `npm run check`: everything that can be known without running the product, one line per step, all of them always. */
import { spawnSync } from 'node:child_process';

const STEPS: readonly [name: string, command: string, ...args: string[]][] = [
  ['format and lint', 'biome', 'check', '--error-on-warnings', '--max-diagnostics=200', '.'],
  ['types', 'tsc', '-p', '.'],
  ['unused code', 'knip', '--treat-config-hints-as-errors'],
  ['import directions', 'node', 'scripts/import-directions.ts'],
  ['docs', 'node', 'scripts/check-docs.ts'],
];

const failed = STEPS.filter((step) => !run(step)).map(([name]) => name);
process.stdout.write(failed.length > 0 ? `\nFailed: ${failed.join(', ')}\n` : '\nAll checks passed.\n');
process.exitCode = failed.length > 0 ? 1 : 0;

function run([name, command, ...args]: (typeof STEPS)[number]): boolean {
  const start = performance.now();
  const { status, error, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n`);
  if (status !== 0) process.stdout.write(`$ ${[command, ...args].join(' ')}\n${stdout}${stderr}${error ?? ''}\n`);
  return status === 0;
}
