/** `npm run upstream` as a program: it starts, lists its models, and answers a plain OpenAI-style client. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ANSWER } from '../packages/server/src/testing/fault-server/document.ts';

const PROGRAM = fileURLToPath(new URL('./upstream.ts', import.meta.url));

let program: ChildProcess;
let origin: string;
beforeAll(async () => {
  program = spawn(process.execPath, [PROGRAM, '--port', '0', '--pace', '0', '--models', 'fault/cut-twice@code']);
  let said = '';
  while (!said.includes('npm start')) said += String((await once(program.stdout ?? program, 'data'))[0]);
  origin = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0] ?? '';
});
afterAll(() => void program.kill());

function complete(model: string, stream: boolean): Promise<Response> {
  return fetch(`${origin}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model, stream, messages: [{ role: 'user', content: 'How did July go?' }] }),
  });
}

describe('npm run upstream', () => {
  test('lists its models, and those that were added', async () => {
    const { data } = (await (await fetch(`${origin}/v1/models`)).json()) as { data: { id: string }[] };
    expect(data.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['ok/prefill', 'fault/cut@table', 'fault/cut-twice@code']),
    );
  });

  test('answers a plain client in one piece', async () => {
    const body = await (await complete('ok/prefill', false)).json();
    expect(body).toMatchObject({
      choices: [{ message: { role: 'assistant', content: ANSWER }, finish_reason: 'stop' }],
    });
  });

  test('answers a plain client in a stream', async () => {
    const response = await complete('ok/prefill', true);
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const lines = (await response.text()).split('\n').filter((line) => line.startsWith('data: '));
    expect(lines.at(-1)).toBe('data: [DONE]');
    const chunks = lines.slice(0, -1).map((line) => JSON.parse(line.slice(6)) as Chunk);
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(ANSWER);
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { prompt_tokens: 100 } });
  });

  test('fails as the name says', async () => {
    expect((await complete('fault/402', true)).status).toBe(402);
    await expect(complete('fault/reset', true)).rejects.toThrow('fetch failed');
    await expect((await complete('fault/cut@table', true)).text()).rejects.toThrow('terminated');
  });

  test('tells how it is used', async () => {
    const help = spawn(process.execPath, [PROGRAM, '--help']);
    let said = '';
    help.stdout.on('data', (bytes) => {
      said += bytes;
    });
    expect((await once(help, 'close'))[0]).toBe(0);
    expect(said).toContain('--port N');
  });
});

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}
