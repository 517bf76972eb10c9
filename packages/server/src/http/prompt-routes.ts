/** The prompt registry: versions, labels, strategies, files, and who changed what. */
import {
  NewPromptVersion,
  PageQuery,
  PromptAuditEntry,
  PromptAuditQuery,
  PromptDiff,
  PromptDiffQuery,
  PromptFiles,
  PromptImportReport,
  PromptLabel,
  PromptLabelMove,
  PromptOverview,
  PromptRef,
  PromptStrategy,
  PromptType,
  PromptVersion,
  PromptVersionSummary,
  page,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PromptRegistry } from '../prompts/prompt-registry.ts';

const tags = ['prompts'];
const OfType = z.object({ type: PromptType });
const OfVersion = OfType.extend({ ref: PromptRef });
const OfLabel = OfType.extend({ label: PromptLabel });

/** The longest template with the most and longest examples, whatever their alphabet. */
const VERSION_LIMIT = 4 * 1024 * 1024;
/** Everything that an export may have brought. */
const FILES_LIMIT = 64 * 1024 * 1024;

/** Needs the scope `prompts:read`. */
export function promptReadingRoutes(registry: PromptRegistry): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/prompts',
      {
        schema: {
          tags,
          summary: 'All types of prompts, with labels and strategies',
          response: { 200: page(PromptOverview) },
        },
      },
      async () => ({ items: registry.overview(), next_cursor: null }),
    );

    app.get(
      '/api/prompts/:type/versions',
      {
        schema: {
          ...{ tags, summary: "A type's versions, newest first" },
          params: OfType,
          querystring: PageQuery,
          response: { 200: page(PromptVersionSummary) },
        },
      },
      async (request) => registry.listVersions(request.params.type, request.query),
    );

    app.get(
      '/api/prompts/:type/versions/:ref',
      {
        schema: {
          tags,
          summary: 'One version, by number or label',
          params: OfVersion,
          response: { 200: PromptVersion },
        },
      },
      async (request) => registry.getVersion(request.params.type, request.params.ref),
    );

    app.get(
      '/api/prompts/:type/diff',
      {
        schema: {
          ...{ tags, summary: 'What changed between two versions' },
          params: OfType,
          querystring: PromptDiffQuery,
          response: { 200: PromptDiff },
        },
      },
      async (request) => registry.diff(request.params.type, request.query),
    );

    app.get(
      '/api/prompts/files',
      { schema: { tags, summary: 'All versions as files', response: { 200: PromptFiles } } },
      async () => ({ files: await registry.exportFiles() }),
    );

    app.get(
      '/api/prompts/audit',
      {
        schema: {
          tags,
          summary: 'Who changed what, newest first',
          querystring: PromptAuditQuery,
          response: { 200: page(PromptAuditEntry) },
        },
      },
      async (request) => registry.listAudit(request.query),
    );
  };
}

/** Needs the scope `prompts:write`. */
export function promptWritingRoutes(registry: PromptRegistry): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/prompts/:type/versions',
      {
        bodyLimit: VERSION_LIMIT,
        schema: {
          tags,
          summary: 'Save a version',
          params: OfType,
          body: NewPromptVersion,
          response: { 201: PromptVersion },
        },
      },
      async (request, reply) =>
        reply.code(201).send(await registry.saveVersion(request.caller.userId, request.params.type, request.body)),
    );

    app.put(
      '/api/prompts/:type/labels/:label',
      {
        schema: {
          ...{ tags, summary: 'Point a label at a version; `production` back is the rollback' },
          params: OfLabel,
          body: PromptLabelMove,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { type, label } = request.params;
        await registry.moveLabel(request.caller.userId, label, { type, version: request.body.version });
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/api/prompts/:type/labels/:label',
      { schema: { tags, summary: 'Remove a label of your own', params: OfLabel, response: { 204: z.null() } } },
      async (request, reply) => {
        await registry.removeLabel(request.caller.userId, request.params.label, request.params.type);
        return reply.code(204).send(null);
      },
    );

    app.put(
      '/api/prompts/:type/strategy',
      {
        schema: {
          ...{ tags, summary: 'How versions are chosen outside experiments' },
          params: OfType,
          body: PromptStrategy,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await registry.setStrategy(request.caller.userId, request.params.type, request.body);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/api/prompts/files',
      {
        bodyLimit: FILES_LIMIT,
        schema: {
          ...{ tags, summary: 'Take in versions from files; no label moves but `latest`' },
          body: PromptFiles,
          response: { 200: PromptImportReport },
        },
      },
      async (request) => registry.importFiles(request.caller.userId, request.body.files),
    );
  };
}
