/** What a browser loads before the chat can be used, as the build's manifest tells it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** https://vite.dev/guide/backend-integration: by the source's path. */
interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly isDynamicEntry?: boolean;
  readonly imports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

/** The scripts that are loaded at once, by their sources' paths, and what they come to gzipped. */
export function readFirstLoad(dist: string): { scripts: string[]; gzippedBytes: number; manifest: Manifest } {
  // Written by Vite, whose format it is.
  const manifest = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8')) as Manifest;
  const scripts = new Set<string>();
  const visit = (source: string) => {
    if (scripts.has(source)) return;
    scripts.add(source);
    manifest[source]?.imports?.forEach(visit);
  };
  for (const [source, { isEntry }] of Object.entries(manifest)) if (isEntry) visit(source);
  const files = [...scripts].map((source) => readFileSync(join(dist, manifest[source]?.file ?? '')));
  return { scripts: [...scripts], gzippedBytes: files.reduce((sum, file) => sum + gzipSync(file).length, 0), manifest };
}
