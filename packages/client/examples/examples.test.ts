/** The examples do what they say: in Node as processes, in a real browser as a page. */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse, request as startRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { launchBrowser } from '../../../test/browser/launch.ts';
import { bundleClient } from '../build.ts';
import {
  type Act,
  logOf,
  openStream,
  play,
  refuseWith,
  startScriptedServer,
  wireOf,
} from '../src/testing/scripted-server.ts';

const LOG = logOf(['Your win rate ', 'is 59 %.']);
const run = promisify(execFile);
const example = (name: string, url: string, token = 't') =>
  run(process.execPath, [join(import.meta.dirname, name)], {
    env: { ...process.env, TRADISTRY_URL: url, TRADISTRY_TOKEN: token },
  });

test('ask.ts prints the answer', async () => {
  await using server = await startScriptedServer(play(LOG));
  expect((await example('ask.ts', server.url)).stdout).toBe('Your win rate is 59 %.\n');
  expect(server.requests[0]?.headers.authorization).toBe('Bearer t');
});

test('ask.ts says why there is no answer', async () => {
  await using server = await startScriptedServer(refuseWith(401, 'token_invalid'));
  await expect(example('ask.ts', server.url)).rejects.toMatchObject({
    code: 1,
    stderr: 'token_invalid: It is token_invalid.\n',
  });
});

test('resume.ts reads the rest where it left', async () => {
  const firstPiece: Act = (response) => {
    openStream(response);
    response.write(wireOf(LOG.slice(0, 2)));
  };
  await using server = await startScriptedServer(firstPiece, play(LOG));
  expect((await example('resume.ts', server.url)).stdout).toBe('Your win rate  | is 59 %.\n');
  expect(server.requests[1]?.headers['last-event-id']).toBe('2');
});

test('browser.html asks, survives a broken line and shows the whole answer', async () => {
  await using api = await startScriptedServer((response) => {
    openStream(response);
    response.write(wireOf(LOG.slice(0, 2)), () => response.destroy());
  }, play(LOG));
  await using site = await serveExamples(api.url);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`${site.url}/examples/browser.html`);
    await page.getByLabel('Token').fill('t');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('Your win rate is 59 %.').waitFor();
    await page.getByText('closed').waitFor();
  } finally {
    await browser.close();
  }
  expect(api.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
});

/** The package's folder and the API under one origin, as behind a proxy. */
async function serveExamples(api: string) {
  const files: Record<string, [type: string, text: string]> = {
    '/dist/index.js': ['text/javascript', await bundleClient({ minify: false })],
    '/examples/browser.js': ['text/javascript', readFileSync(join(import.meta.dirname, 'browser.js'), 'utf8')],
    '/examples/browser.html': ['text/html', readFileSync(join(import.meta.dirname, 'browser.html'), 'utf8')],
  };
  const server = createServer((request, response) => {
    const [type, text] = files[request.url ?? ''] ?? [];
    if (type) response.writeHead(200, { 'content-type': type }).end(text);
    else forward(request, response, api);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // The address of a listening TCP server.
  return {
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Passes everything on, a broken connection too. */
function forward(request: IncomingMessage, response: ServerResponse, api: string): void {
  const options = { method: request.method, headers: request.headers };
  const upstream = startRequest(`${api}${request.url}`, options, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    pipeline(answer, response, () => response.destroy());
  });
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
}
