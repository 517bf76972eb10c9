/** Documentation that names what is not there is worse than none: links, anchors, paths, commands and variables, checked. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { VARIABLES } from '../packages/server/src/variables.ts';
import { GENERATED } from './docs.ts';

/** What the pages may name. */
export interface Named {
  /** The names of `scripts` in package.json. */
  readonly scripts: readonly string[];
  /** What `npx tradistry --help` prints. */
  readonly help: string;
  readonly variables: readonly string[];
}

/** Every fault of the Markdown pages below `root`, one line each. */
export function findDocFaults(root: string, named: Named): string[] {
  const pages = globSync(['*.md', 'docs/**/*.md', 'packages/*/*.md'], { cwd: root }).sort();
  return pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8');
    const faults = [...findBrokenLinks(root, page, text), ...findUnknownNames(root, codeOf(text), named)];
    return faults.map((fault) => `${page}: ${fault}`);
  });
}

function findBrokenLinks(root: string, page: string, text: string): string[] {
  const links = [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
  return links.filter((link) => !/^(https?|mailto):/.test(link) && !resolves(root, page, link)).map(saysNothing);
}

function saysNothing(link: string): string {
  return `the link ${link} leads nowhere`;
}

function resolves(root: string, page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, page) : join(root, dirname(page), decodeURI(path));
  if (!existsSync(target)) return false;
  return anchor === undefined || (target.endsWith('.md') && anchorsOf(readFileSync(target, 'utf8')).includes(anchor));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): string[] {
  const seen = new Map<string, number>();
  const headings = text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} +(.+)$/gm);
  return [...headings].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replace(/\s/g, '-');
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}

function findUnknownNames(root: string, code: string, named: Named): string[] {
  const scripts = [...code.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map((m) => m[1] ?? m[2] ?? '');
  const commands = [...code.matchAll(/npx tradistry ([a-z]+)/g)].map((match) => match[1] ?? '');
  const variables = [...code.matchAll(/\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/g)].map(([name]) => name);
  const paths = code.matchAll(/(?<![\w./@-])(?:packages|scripts|docs|bench|deploy|test)\/[\w./-]*\w/g);
  return [
    ...scripts.filter((name) => !named.scripts.includes(name)).map((name) => `there is no npm run ${name}`),
    ...commands
      .filter((name) => !new RegExp(`^ +${name} `, 'm').test(named.help))
      .map((name) => `there is no npx tradistry ${name}`),
    ...variables.filter((name) => !named.variables.includes(name)).map((name) => `no variable is called ${name}`),
    ...[...paths].filter(([path]) => !existsSync(join(root, path))).map(([path]) => `there is no ${path}`),
  ];
}

const CODE = /^```[\s\S]*?^```|`[^`\n]+`/gm;

function proseOf(text: string): string {
  return text.replace(CODE, '');
}

function codeOf(text: string): string {
  return [...text.matchAll(CODE)].map(([code]) => code).join('\n');
}

/** The configuration, and what scripts, tests and the command line read by name. */
function readVariables(): string[] {
  const sources = globSync(['{scripts,bench,test}/**/*.{ts,sh}', 'packages/*/src/**/*.ts', '.ci/run']);
  const text = sources.map((file) => readFileSync(file, 'utf8')).join('\n');
  const read = text.matchAll(/(?:env(?:\.|\[')|\$\{)([A-Z][A-Z0-9_]+)/g);
  return [
    ...Object.keys(VARIABLES).flatMap((name) => [name, `${name}_FILE`]),
    ...[...read].map((match) => match[1] ?? ''),
  ];
}

function findStaleFiles(): string[] {
  const stale = Object.entries(GENERATED).filter(
    ([path, write]) => !existsSync(path) || readFileSync(path, 'utf8') !== write(),
  );
  return stale.map(([path]) => `${path}: is not what it is made from says; run npm run docs`);
}

if (import.meta.main) {
  const faults = [
    ...findStaleFiles(),
    ...findDocFaults('.', {
      // JSON of our own package.json, whose shape npm fixes.
      scripts: Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }).scripts),
      help: execFileSync('node', ['packages/cli/bin/tradistry.js', '--help'], { encoding: 'utf8' }),
      variables: readVariables(),
    }),
  ];
  process.stdout.write(faults.map((fault) => `${fault}\n`).join(''));
  process.exitCode = faults.length > 0 ? 1 : 0;
}
