#!/usr/bin/env node
// Plain JavaScript that any Node can read: makes sure that Node 24 or newer runs the rest.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  hideExperimentalWarnings();
  await import('../src/main.ts');
} else {
  runWithBundledNode();
}

/** Every other warning is still shown. */
function hideExperimentalWarnings() {
  const emitWarning = process.emitWarning;
  process.emitWarning = (warning, ...rest) => {
    const type = typeof rest[0] === 'object' ? rest[0]?.type : rest[0];
    if (type !== 'ExperimentalWarning') emitWarning.call(process, warning, ...rest);
  };
}

/** `npm ci` brings the right Node along; this is for shells whose PATH does not know it. */
function runWithBundledNode() {
  const node = findBundledNode(dirname(fileURLToPath(import.meta.url)));
  if (!node) {
    process.stderr.write(
      `tradistry needs Node ${NEEDED} or newer; this is ${process.version}. Run npm ci in its folder first.\n`,
    );
    process.exitCode = 1;
    return;
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child by itself; the others are passed on. Either way this process waits for its end.
  process.on('SIGINT', () => undefined);
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => {
    process.exitCode = code ?? 1;
  });
}

function findBundledNode(folder) {
  const node = join(folder, 'node_modules', '.bin', 'node');
  if (existsSync(node)) return node;
  const parent = dirname(folder);
  return parent === folder ? undefined : findBundledNode(parent);
}
