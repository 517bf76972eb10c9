/** Who may import whom: the houses of docs/architecture.md as one table, checked over every import of every package. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, matchesGlob } from 'node:path';
import { parseSync } from 'oxc-parser';

interface Zone {
  /** The files this is about; the first zone that a file belongs to counts. */
  readonly files: string;
  /** What of ours they may import, besides each other. */
  readonly may: readonly string[];
  /** What of others' they may not. */
  readonly never?: readonly string[];
}

const PROTOCOL = '@tradistry/protocol';
const CLIENT = '@tradistry/client';
const JOURNAL = '@tradistry/journal';
const DOMAINS = ['chat', 'prompts', 'rag', 'journal', 'ops', 'user-data'].map(
  (folder) => `packages/server/src/${folder}/**`,
);
const ADAPTERS = ['db', 'llm', 'log', 'limit', 'embed', 'jobs', 'valkey'].map(
  (folder) => `packages/server/src/${folder}/**`,
);
const PORTS = ['packages/server/src/*/{ports,*-ports,turn-log}.ts'];
const SHARED = 'packages/server/src/!(app|main).ts';
const ROOT = [SHARED, PROTOCOL, JOURNAL];
/** The connection to Valkey is shared by the adapters that keep something there. */
const VALKEY = 'packages/server/src/valkey/**';
const STORAGE = ['pg', 'pg-boss', 'kysely', '@electric-sql/*', 'ioredis'];
const WEB_SERVER = ['fastify', '@fastify/*', 'fastify-*'];
/** Metrics and traces are one house's; the others tell it by ports. */
const WATCHING = ['prom-client', '@opentelemetry/*'];
const TELEMETRY = 'packages/server/src/telemetry/**';
/** Parts of the composition root. */
const COMPOSE = 'packages/server/src/compose/**';
const COMPOSED = ['packages/server/src/http/**', ...DOMAINS, ...ADAPTERS, TELEMETRY, ...ROOT];

const ZONES: readonly Zone[] = [
  { files: 'packages/*/examples/**', may: ['@tradistry/*'] },
  { files: 'packages/protocol/src/**', may: [], never: ['node:*'] },
  { files: 'packages/journal/src/cli/**', may: ['packages/journal/src/**'] },
  { files: 'packages/journal/src/**', may: [], never: ['node:!(crypto)'] },
  { files: 'packages/client/src/testing/**', may: ['packages/client/src/**', PROTOCOL] },
  { files: 'packages/client/src/**', may: [PROTOCOL], never: ['node:*'] },
  { files: 'packages/web/src/**', may: [PROTOCOL, CLIENT], never: ['node:*'] },
  { files: 'packages/cli/src/**', may: [PROTOCOL, CLIENT, '@tradistry/server/*'] },
  { files: 'packages/server/src/main.ts', may: ['packages/server/src/app.ts', ...ROOT] },
  { files: COMPOSE, may: COMPOSED },
  { files: 'packages/server/src/app.ts', may: [COMPOSE, ...COMPOSED] },
  { files: 'packages/server/src/http/**', may: [...DOMAINS, ...ROOT], never: [...STORAGE, ...WATCHING, 'undici'] },
  { files: TELEMETRY, may: [...PORTS, ...ROOT], never: [...STORAGE, ...WEB_SERVER, 'undici'] },
  ...DOMAINS.map((files) => ({
    files,
    may: [...PORTS, ...ROOT],
    never: [...STORAGE, ...WEB_SERVER, ...WATCHING, 'undici'],
  })),
  ...ADAPTERS.map((files) => ({ files, may: [...PORTS, ...ROOT, VALKEY], never: [...WEB_SERVER, ...WATCHING] })),
  { files: SHARED, may: ROOT, never: [...STORAGE, ...WEB_SERVER, ...WATCHING] },
];

const TESTING = 'packages/*/src/testing/**';
const TESTS: readonly Zone[] = [
  { files: '**/*.test.{ts,tsx}', may: ['**'] },
  { files: TESTING, may: ['packages/*/src/**', '@tradistry/*'] },
];

const VAGUE = /(^|[/-])(utils?|helpers?|common|managers?|misc)([./-]|$)/;

/** Every import that runs against the table, every file outside it, every vague name; one line each. */
export function findForbiddenImports(root: string): string[] {
  const files = globSync('packages/*/{src,examples}/**/*.{ts,tsx}', { cwd: root }).sort();
  return files.flatMap((file) => {
    const faults = VAGUE.test(file) ? [`${file}: name it after what it exports`] : [];
    const zone = [...TESTS, ...ZONES].find((each) => matchesGlob(file, each.files));
    if (!zone) return [...faults, `${file}: belongs to no house of scripts/import-directions.ts`];
    const targets = readImports(join(root, file)).map((specifier) => toTarget(file, specifier));
    return [...faults, ...targets.filter((to) => !mayImport(zone, to)).map((to) => `${file}: must not import ${to}`)];
  });
}

function mayImport(zone: Zone, target: string): boolean {
  if (zone.never?.some((pattern) => matchesGlob(target, pattern))) return false;
  if (matchesGlob(target, TESTING) && !TESTS.includes(zone)) return false;
  const ours = target.startsWith('packages/') || target.startsWith('@tradistry/');
  return !ours || [zone.files, ...zone.may].some((pattern) => matchesGlob(target, pattern));
}

function toTarget(file: string, specifier: string): string {
  return specifier.startsWith('.') ? join(dirname(file), specifier) : specifier;
}

/** Static and lazy imports, types too, and the files of workers. */
function readImports(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const { staticImports, staticExports } = parseSync(path, text).module;
  const reExports = staticExports.flatMap(({ entries }) => entries.flatMap((entry) => entry.moduleRequest ?? []));
  const lazy = text.matchAll(/\b(?:import\(\s*'([^']+)'|new URL\(\s*'([^']+\.tsx?)')/g);
  const statics = [...staticImports.map((each) => each.moduleRequest), ...reExports].map((request) => request.value);
  return [...new Set([...statics, ...[...lazy].map((match) => match[1] ?? match[2] ?? '')])];
}

if (import.meta.main) {
  const faults = findForbiddenImports('.');
  process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
  process.exitCode = faults.length > 0 ? 1 : 0;
}
