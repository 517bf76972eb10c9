/** `npm run build -w @tradistry/client`: `dist/` as a package of its own, ready to publish: one module, its types, no dependencies. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';
import { wireTypes } from './wire-types.ts';

const HERE = import.meta.dirname;

/** Writes the package to `outDir`, which is emptied first. */
export async function buildClient(outDir: string): Promise<void> {
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(join(outDir, 'types'), { recursive: true });
  writeFileSync(join(outDir, 'index.js'), await bundleClient({ minify: false }));
  writeTypes(join(outDir, 'types'));
  writeFileSync(join(outDir, 'package.json'), `${JSON.stringify(manifest(), null, 2)}\n`);
  writeFileSync(join(outDir, 'README.md'), readFileSync(join(HERE, 'README.md')));
}

/** The client and all it needs as the text of one module. */
export async function bundleClient({ minify }: { minify: boolean }): Promise<string> {
  const bundle = await rolldown({
    input: join(HERE, 'src/index.ts'),
    platform: 'neutral',
    transform: { target: 'es2022' },
  });
  const { output } = await bundle.generate({ format: 'esm', minify });
  await bundle.close();
  if (output.length > 1) throw new Error('The client must be one module.');
  return output[0].code;
}

/** The declarations, with the protocol's types in a file of their own. */
function writeTypes(folder: string): void {
  // Inside the package, so that the compiler finds its settings and the workspace.
  const temporary = mkdtempSync(join(HERE, '.dist-'));
  try {
    const tsc = join(HERE, '../../node_modules/typescript/bin/tsc');
    const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', temporary];
    execFileSync(process.execPath, [tsc, '-p', join(HERE, 'tsconfig.build.json'), ...options]);
    const emitted = join(temporary, 'client/src');
    for (const name of readdirSync(emitted))
      writeFileSync(join(folder, name), toPublished(readFileSync(join(emitted, name), 'utf8')));
    writeFileSync(join(folder, 'wire.d.ts'), wireTypes());
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function toPublished(declaration: string): string {
  return declaration.replaceAll("'@tradistry/protocol'", "'./wire.js'").replace(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'");
}

function manifest() {
  const { name, version, license, type, sideEffects } = JSON.parse(readFileSync(join(HERE, 'package.json'), 'utf8'));
  const entry = { types: './types/index.d.ts', default: './index.js' };
  return {
    name,
    version,
    license,
    type,
    sideEffects,
    engines: { node: '>=20' },
    exports: { '.': entry },
    types: entry.types,
  };
}

if (import.meta.main) {
  await buildClient(join(HERE, 'dist'));
  process.stdout.write('packages/client/dist is ready to publish.\n');
}
