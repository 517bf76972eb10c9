/** The owner's frontend example, character for character, against the real server: in Node and in a browser. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../packages/server/src/testing/start-server.ts';
import { answer, startUpstream, type Upstream } from '../packages/server/src/testing/upstream.ts';
import { launchBrowser } from './browser/launch.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, 'fixtures/owner-example.js'), 'utf8');
/** What the example leaves to the page that uses it. */
const AROUND = [
  'token',
  'sessionId',
  'userMessage',
  'appendToResponse',
  'markResponseComplete',
  'handleError',
] as const;

// In many languages, with line breaks and all that SSE and JSON treat specially; one piece is longer than a chunk may be.
// Below 64 KiB on the wire, since all of it comes at once: no reader takes more than that from a socket in one read.
const PIECES = [
  'Your win rate ',
  'is 59 %.\n\n',
  '| Día | \u{1F4C8} |\r\n',
  'data: not an event\n\n',
  '日本語 "quotes" \\ \u2028 ',
  ...Array.from({ length: 300 }, (_, n) => `${n} \u{1F600} `),
  'é'.repeat(2000),
  'the end',
];

let upstream: Upstream;
let server: TestServer;

beforeAll(async () => {
  upstream = await startUpstream();
  server = await startTestServer({ OPENROUTER_BASE_URL: upstream.url, OPENROUTER_API_KEY: 'k' });
});
beforeEach(() => upstream.script(answer(...PIECES)));
afterAll(async () => {
  await server.close();
  await upstream.close();
});

test('in Node the example shows the whole answer', async () => {
  const shown: string[] = [];
  const ends: string[] = [];
  const AsyncFunction = (async () => undefined).constructor as FunctionConstructor; // It has no name of its own.
  const run = new AsyncFunction('fetch', ...AROUND, EXAMPLE);
  await run(
    (path: string, init: RequestInit) => fetch(server.url + path, init),
    ...[await server.token(), 'owner-node', 'What is my win rate?'],
    (text: string) => shown.push(text),
    () => ends.push('complete'),
    (message: string) => ends.push(message),
  );
  expect(shown.join('')).toBe(PIECES.join(''));
  expect(ends).toEqual(['complete']);
});

test('in a browser the example shows the whole answer', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}/healthz`);
    // As the text of the script itself: the functions of the page are those of the example.
    const seen = await page.evaluate(`(async () => {
      const shown = [], ends = [];
      const token = ${JSON.stringify(await server.token())}, sessionId = 'owner-browser', userMessage = 'What is my win rate?';
      const appendToResponse = (text) => shown.push(text);
      const markResponseComplete = () => ends.push('complete');
      const handleError = (message) => ends.push(message);
      ${EXAMPLE}
      return { text: shown.join(''), ends };
    })()`);
    expect(seen).toEqual({ text: PIECES.join(''), ends: ['complete'] });
  } finally {
    await browser.close();
  }
});
