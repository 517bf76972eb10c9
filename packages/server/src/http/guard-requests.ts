/** What no request may do to the others: come in for ever, come compressed, or come by the hundred before the first is answered. */
import type { Socket } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LimitName } from '../limit-name.ts';
import { Refusal } from '../refusal.ts';

/** Requests of one connection that are under way at once. Browsers and clients send one, a few of them some. */
const MAX_PIPELINED = 16;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body may take so long to come, in milliseconds; else as long as any. */
    bodyTimeoutMs?: number;
  }
}

interface RequestRules {
  readonly bodyTimeoutMs: number;
  readonly onRefused: (limit: LimitName) => void;
}

/** Looks at every request first, before anything is known of who sends it. */
export function guardRequests(app: FastifyInstance, { bodyTimeoutMs, onRefused }: RequestRules): void {
  const pipelines = createPipelines();
  app.addHook('onRequest', async (request, reply) => {
    if (!pipelines.enter(request, reply)) {
      onRefused('pipelined_requests');
      // Nobody is answered any more on this connection: nothing is done for it either.
      return reply.hijack();
    }
    checkEncoding(request);
    if (hasBody(request)) {
      const giveUp = () => onSlowBody(request, reply, onRefused);
      awaitBody(request, request.routeOptions.config.bodyTimeoutMs ?? bodyTimeoutMs, giveUp);
    }
  });
  // Refused before its body was read: what is left of it is waited for no longer than any.
  app.addHook('onResponse', async (request) => {
    if (hasBody(request)) awaitBody(request, bodyTimeoutMs, () => request.raw.destroy());
  });
}

interface Pipelines {
  /** False: too many are under way, and their connection is closed. */
  enter(request: FastifyRequest, reply: FastifyReply): boolean;
}

function createPipelines(): Pipelines {
  const underWay = new WeakMap<Socket, number>();
  return {
    enter({ raw: { socket } }, { raw: response }) {
      const now = (underWay.get(socket) ?? 0) + 1;
      underWay.set(socket, now);
      if (now > MAX_PIPELINED) socket.destroy();
      response.on('close', () => underWay.set(socket, (underWay.get(socket) ?? 1) - 1));
      return now <= MAX_PIPELINED;
    },
  };
}

function checkEncoding({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw new Refusal('unsupported_media_type', 'Send the body as it is: compressed ones are not taken.');
}

function hasBody({ raw }: FastifyRequest): boolean {
  return !raw.complete && (raw.headers['transfer-encoding'] !== undefined || Number(raw.headers['content-length']) > 0);
}

/** Calls `giveUp` unless the body is whole by then. */
function awaitBody({ raw }: FastifyRequest, ms: number, giveUp: () => void): void {
  const timer = setTimeout(() => {
    if (!raw.complete) giveUp();
  }, ms);
  const stop = () => {
    clearTimeout(timer);
    raw.off('end', stop).off('close', stop);
  };
  raw.on('end', stop).on('close', stop);
}

/** Told to whoever still waits for an answer; then the connection is closed. */
function onSlowBody({ raw }: FastifyRequest, reply: FastifyReply, onRefused: (limit: LimitName) => void): void {
  onRefused('slow_requests');
  const isRead = raw.listenerCount('error') > 0;
  if (reply.sent || !isRead) {
    raw.destroy();
    return;
  }
  reply.header('Connection', 'close');
  // Whoever reads the body takes this for its end.
  raw.emit('error', new Refusal('invalid_request', 'The request came too slowly and was given up. Send it again.'));
}
