/** Errors as RFC 9457 problem documents: a code of the closed table, words for people, never an internal text. */
import { ERRORS, type ErrorCode, type Fault, type Problem } from '@tradistry/protocol';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { LimitName } from '../limit-name.ts';
import { Refusal } from '../refusal.ts';
import { isDatabaseAway } from '../storage-error.ts';

/** A body that is too large is read and dropped up to here: a connection closed on unread bytes would lose the answer. */
const MAX_DROPPED_BYTES = 64 * 1024 * 1024;
const DROP_TIMEOUT_MS = 10_000;

declare module 'fastify' {
  interface FastifyInstance {
    countRefusal: (limit: LimitName) => void;
  }
}

/** Sends what a handler threw. Anything unforeseen is logged in full and told as `internal`. */
export async function sendError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const refusal = toRefusal(error);
  if (refusal.extras.limit) request.server.countRefusal(refusal.extras.limit);
  if (refusal.code === 'internal') request.log.error({ err: error, request_id: request.id }, 'a request failed');
  if (refusal.code === 'payload_too_large') await dropBody(request);
  return sendProblem(request, reply, refusal);
}

function dropBody({ raw }: FastifyRequest): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let dropped = 0;
  const count = (bytes: Buffer) => {
    dropped += bytes.length;
    if (dropped > MAX_DROPPED_BYTES) resolve();
  };
  const timer = setTimeout(resolve, DROP_TIMEOUT_MS);
  raw.on('data', count).once('end', resolve).once('close', resolve);
  if (raw.readableEnded || raw.destroyed) resolve();
  raw.resume();
  return promise.finally(() => {
    clearTimeout(timer);
    raw.off('data', count);
  });
}

/** Sends one refusal, `Retry-After` included where a retry can help. */
function sendProblem(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, title } = ERRORS[refusal.code];
  const { retryAfterMs, ...extras } = refusal.extras;
  const problem: Problem = {
    type: `urn:tradistry:error:${refusal.code}`,
    title,
    status,
    detail: refusal.detail,
    code: refusal.code,
    request_id: request.id,
    ...extras,
  };
  if (status === 401) reply.header('WWW-Authenticate', 'Bearer');
  if (status === 429 || status === 503) reply.header('Retry-After', String(Math.ceil((retryAfterMs ?? 1000) / 1000)));
  return reply.code(status).type('application/problem+json').send(JSON.stringify(problem));
}

/** Fastify's own refusals (parser, router, multipart), by status. */
const BY_STATUS: Record<number, [ErrorCode, string]> = {
  400: ['invalid_request', 'The request cannot be read. Send valid JSON with the content type application/json.'],
  403: ['not_found', 'There is nothing at this address. /api/docs lists what there is.'],
  404: ['not_found', 'There is nothing at this address. /api/docs lists what there is.'],
  408: ['invalid_request', 'The request came too slowly and was given up. Send it again.'],
  413: ['payload_too_large', 'The request is larger than this server takes.'],
  414: ['not_found', 'There is nothing at this address: it is longer than any that exists.'],
  415: [
    'unsupported_media_type',
    'This content type is not understood here. Send application/json, or multipart/form-data for a file.',
  ],
};

function toRefusal(error: FastifyError | Error): Refusal {
  if (error instanceof Refusal) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    return invalid(
      error.validation.map((issue) => ({ path: toPath(issue.instancePath), message: issue.message ?? 'is not valid' })),
    );
  }
  if (isDatabaseInNeed(error)) {
    return new Refusal(
      'overloaded',
      'The database does not answer right now. Nothing was changed; try again in a few seconds.',
      {
        retryAfterMs: 5000,
      },
    );
  }
  const known = BY_STATUS['statusCode' in error ? (error.statusCode ?? 500) : 500];
  return known
    ? new Refusal(...known)
    : new Refusal('internal', 'Something went wrong here. Try again; if it stays, tell the operator the request id.');
}

/** A bad request with all its faults. */
export function invalid(errors: Fault[]): Refusal {
  const said = errors.map(({ path, message }) => (path ? `${path} ${message}` : message));
  return new Refusal('invalid_request', `${said.join('; ')}.`, { errors });
}

function toPath(pointer: string | undefined): string {
  return (pointer ?? '').replace(/^\//, '').replaceAll('/', '.');
}

/** The database is away, or has no disk, memory or connection left. */
function isDatabaseInNeed(error: Error): boolean {
  return isDatabaseAway(error) || ('code' in error && /^53/.test(String(error.code)));
}
