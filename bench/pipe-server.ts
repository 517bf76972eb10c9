/** The floor: a bare Node server that passes the model's bytes on untouched. No server in Node can do less for a token. */
import { Agent, createServer, request as send } from 'node:http';

const [port, modelUrl = ''] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true });

const server = createServer((request, response) => {
  const upstream = send(
    modelUrl,
    { method: 'POST', agent, headers: { 'content-type': 'application/json' } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, { 'content-type': 'text/event-stream' });
      answer.pipe(response);
    },
  );
  upstream.on('error', () => response.destroy());
  request.pipe(upstream);
});

// Connections that wait between two runs stay open.
server.keepAliveTimeout = 0;
server.listen(Number(port), '127.0.0.1', () => process.send?.('ready'));
