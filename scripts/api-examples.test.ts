/** The calls in docs/api.md work as they stand there: each is read as curl would read it, and sent to a running server. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../packages/server/src/app.ts';
import { readConfig } from '../packages/server/src/config.ts';
import { copyTemplateFolder } from '../packages/server/src/testing/test-database.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'docs/api.md'), 'utf8');
const calls = [...page.matchAll(/^```sh\n(curl [\s\S]*?)^```/gm)].flatMap((match) => match[1] ?? []);

const CSV = `symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration
MESM5,-2,0,0.25,1,2,1,5000.00,5010.00,$50.00,04/01/2025 09:30:00,04/01/2025 09:40:00,10min
`;

const folder = copyTemplateFolder();
const variables: Record<string, string> = {};
let app: App;

beforeAll(async () => {
  app = await startApp(readConfig({ DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent', EMBEDDINGS_MODEL: 'none' }));
  const args = [join(root, 'packages/cli/bin/tradistry.js'), 'token', '--expires', '1d'];
  const { stdout } = await promisify(execFile)('node', args, { env: { ...process.env, DATA_DIR: folder } });
  Object.assign(variables, { TRADISTRY_URL: app.origin, TRADISTRY_TOKEN: stdout.trim() });
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

test('there are calls to try', () => {
  expect(calls.length).toBeGreaterThan(5);
});

test.each(calls.map((call) => [/\$TRADISTRY_URL(\S+)/.exec(call)?.[1], call]))(
  'the call of %s works',
  async (_path, command) => {
    const response = await send(command);
    const body = await response.text();
    expect({ status: response.status, body }).toMatchObject({ status: expect.toBeOneOf([200, 201, 202, 204]) });
    if (response.headers.get('content-type')?.startsWith('text/event-stream')) expect(body).toContain('"stream_end"');
    variables['STREAM_ID'] = response.headers.get('x-stream-id') ?? variables['STREAM_ID'] ?? '';
  },
);

/** What curl makes of the command line. */
function send(command: string): Promise<Response> {
  const { values, positionals } = parseArgs({
    args: words(command).slice(1),
    options: {
      header: { type: 'string', short: 'H', multiple: true, default: [] },
      data: { type: 'string', short: 'd' },
      form: { type: 'string', short: 'F', multiple: true },
      request: { type: 'string', short: 'X' },
      output: { type: 'string', short: 'o' },
      'no-buffer': { type: 'boolean', short: 'N' },
    },
    allowPositionals: true,
  });
  const headers = values.header.map((line) => line.split(/: (.*)/).slice(0, 2) as [string, string]);
  const body = values.form ? toForm(values.form) : values.data;
  const method = values.request ?? (body ? 'POST' : 'GET');
  return fetch(positionals[0] ?? '', { method, headers, ...(body && { body }) });
}

/** A shell's words: quotes, line continuations, variables. */
function words(command: string): string[] {
  const line = command.replaceAll('\\\n', ' ').replace(/\$([A-Z_]+)/g, (_all, name: string) => variables[name] ?? '');
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

function toForm(fields: readonly string[]): FormData {
  const form = new FormData();
  for (const field of fields) {
    const [name = '', value = ''] = field.split('=');
    if (value.startsWith('@')) form.set(name, new File([CSV], value.slice(1)));
    else form.set(name, value);
  }
  return form;
}
