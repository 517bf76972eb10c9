/** The benchmark's model, in a process of its own: speaks OpenRouter's protocol, one token each 30 ms, as many as the question asks for. */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

const TOKEN_INTERVAL_MS = 30;
const WORDS = ['steady ', 'gains ', 'follow ', 'patient ', 'traders '];
const HEAD = { id: 'gen-bench', provider: 'Bench', model: 'bench/model', object: 'chat.completion.chunk', created: 1 };

const TOKENS = WORDS.map((content) =>
  toEvent({ ...HEAD, choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] }),
);
const LAST = toEvent({ ...HEAD, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }] });

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ data: [{ id: 'bench/model', supported_parameters: [], context_length: 128_000 }] }));
    return;
  }
  const question = await text(request);
  const count = Number([...question.matchAll(/(\d+) tokens please/g)].at(-1)?.[1] ?? 20);
  if (/"stream":\s*true/.test(question)) streamAnswer(response, count);
  else setTimeout(() => sendAnswer(response, count), count * TOKEN_INTERVAL_MS);
});

// Connections that wait between two runs stay open.
server.keepAliveTimeout = 0;
server.listen(Number(process.argv[2]), '127.0.0.1', () => process.send?.('ready'));

function streamAnswer(response: ServerResponse, count: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let sent = 0;
  const timer = setInterval(sendNext, TOKEN_INTERVAL_MS);
  response.on('close', () => clearInterval(timer));
  sendNext();

  function sendNext(): void {
    response.write(TOKENS[sent % TOKENS.length]);
    sent += 1;
    if (sent < count) return;
    clearInterval(timer);
    const usage = { prompt_tokens: 100, completion_tokens: count, total_tokens: 100 + count, cost: 0 };
    response.end(`${LAST}${toEvent({ ...HEAD, choices: [], usage })}data: [DONE]\n\n`);
  }
}

function sendAnswer(response: ServerResponse, count: number): void {
  const content = Array.from({ length: count }, (_, index) => WORDS[index % WORDS.length]).join('');
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      ...HEAD,
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
    }),
  );
}

function toEvent(value: object): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}
