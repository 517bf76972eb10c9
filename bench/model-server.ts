/** The benchmark's model, in a process of its own: speaks OpenRouter's protocol, as many tokens as the question asks for, one each 30 ms or as it says. */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

const WORDS = ['steady ', 'gains ', 'follow ', 'patient ', 'traders '];
const HEAD = { id: 'gen-bench', provider: 'Bench', model: 'bench/model', object: 'chat.completion.chunk', created: 1 };

/** Each is an HTTP chunk as it goes out. */
const TOKENS = WORDS.map((content) =>
  toHttpChunk(
    toEvent({ ...HEAD, choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }] }),
  ),
);
const LAST = toEvent({ ...HEAD, choices: [{ index: 0, delta: { content: '' }, finish_reason: 'stop' }] });

interface Answer {
  readonly response: ServerResponse;
  readonly count: number;
  readonly intervalMs: number;
  sent: number;
  due: number;
}

const running = new Set<Answer>();

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify({ data: [{ id: 'bench/model', supported_parameters: [], context_length: 128_000 }] }));
    return;
  }
  const body = await text(request);
  const [, count = '20', interval = '30'] = [...body.matchAll(/(\d+) tokens please, one each (\d+) ms/g)].at(-1) ?? [];
  if (/"stream":\s*true/.test(body)) streamAnswer(response, Number(count), Number(interval));
  else setTimeout(() => sendAnswer(response, Number(count)), Number(count) * Number(interval));
});

// Connections that wait between two runs stay open.
server.keepAliveTimeout = 0;
server.listen({ port: Number(process.argv[2]), host: '127.0.0.1', backlog: 4096 }, () => process.send?.('ready'));

// One timer for all answers: thousands of timers would cost this process more than the tokens do.
setInterval(() => {
  const now = performance.now();
  for (const answer of running) if (answer.due <= now) sendDue(answer, now);
}, 2);

function streamAnswer(response: ServerResponse, count: number, intervalMs: number): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.flushHeaders();
  const answer = { response, count, intervalMs, sent: 0, due: performance.now() };
  running.add(answer);
  response.on('close', () => running.delete(answer));
  sendDue(answer, answer.due);
}

function sendDue(answer: Answer, now: number): void {
  for (; answer.due <= now && answer.sent < answer.count; answer.due += answer.intervalMs) {
    // Node's own `response.write` takes as long as all that a server does with a token.
    answer.response.socket?.write(TOKENS[answer.sent % TOKENS.length] ?? '', 'latin1');
    answer.sent += 1;
  }
  if (answer.sent < answer.count) return;
  running.delete(answer);
  const { count, response } = answer;
  const usage = { prompt_tokens: 100, completion_tokens: count, total_tokens: 100 + count, cost: 0 };
  response.end(`${LAST}${toEvent({ ...HEAD, choices: [], usage })}data: [DONE]\n\n`);
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

function toHttpChunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}
