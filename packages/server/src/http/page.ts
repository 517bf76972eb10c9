/** Serves the built page: hashed assets for a year, `index.html` for every address that is not the API's. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { notFound } from '../refusal.ts';

/** Nothing from elsewhere is ever loaded, whatever an answer or a note says. */
export const PAGE_HEADERS = {
  'Content-Security-Policy':
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; object-src 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/** Registers the assets and the not-found handler. Without a built page only the API is served. */
export async function servePage(app: FastifyInstance, options: { folder: string; basePath: string }): Promise<void> {
  const built = existsSync(join(options.folder, 'index.html'));
  if (built) {
    await app.register(fastifyStatic, {
      root: join(options.folder, 'assets'),
      prefix: '/assets/',
      index: false,
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
    });
  }
  const html = built
    ? readFileSync(join(options.folder, 'index.html'), 'utf8').replace(
        '<head>',
        `<head><base href="${options.basePath}">`,
      )
    : null;
  app.setNotFoundHandler((request, reply) => (html !== null && wantsPage(request) ? sendPage(reply, html) : refuse()));
}

function wantsPage(request: FastifyRequest): boolean {
  const reads = request.method === 'GET' || request.method === 'HEAD';
  return reads && !/^\/(api|assets)(\/|$|\?)/.test(request.url);
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply.headers(PAGE_HEADERS).header('Cache-Control', 'no-cache').type('text/html; charset=utf-8').send(html);
}

function refuse(): never {
  throw notFound('address here; /api/docs lists what there is');
}
