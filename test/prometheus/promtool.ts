/** Debian's `promtool`, for tests: where it is not installed they are counted as skipped, and on CI they fail. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram, isInstalled } from '../../torture/find-program.ts';

export const isPrometheusWanted = isInstalled('prometheus') || process.env['CI'] === 'true';

/** What it says. Throws with that where it fails. */
export function promtool(...args: string[]): string {
  return execFileSync(findProgram('promtool'), args, { encoding: 'utf8', stdio: 'pipe' });
}

/** Checks rules that are in no file yet. */
export function checkRules(rules: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'tradistry-rules-'));
  try {
    const file = join(folder, 'rules.yaml');
    writeFileSync(file, rules);
    return promtool('check', 'rules', file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
