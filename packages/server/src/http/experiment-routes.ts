/** Experiments with prompts: made, started, changed, ended, looked at; and the caller's own place in one. */
import {
  Experiment,
  ExperimentAssignment,
  ExperimentPatch,
  ExperimentResults,
  ExperimentStop,
  NewExperiment,
  PageQuery,
  page,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Experiments } from '../prompts/experiments.ts';

const tags = ['experiments'];
const Id = z.object({ id: z.string().max(64) });

/** Needs the scope `prompts:read`. */
export function experimentReadingRoutes(experiments: Experiments): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/experiments',
      {
        schema: {
          tags,
          summary: 'Experiments, newest first',
          querystring: PageQuery,
          response: { 200: page(Experiment) },
        },
      },
      async (request) => experiments.list(request.query),
    );

    app.get(
      '/api/experiments/:id',
      { schema: { tags, summary: 'One experiment', params: Id, response: { 200: Experiment } } },
      async (request) => experiments.get(request.params.id),
    );

    app.get(
      '/api/experiments/:id/results',
      {
        schema: {
          tags,
          summary: 'What it has come to; look as often as you like',
          params: Id,
          response: { 200: ExperimentResults },
        },
      },
      async (request) => experiments.results(request.params.id),
    );
  };
}

/** Needs the scope `prompts:write`. */
export function experimentWritingRoutes(experiments: Experiments): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      '/api/experiments',
      {
        schema: { tags, summary: 'Make an experiment, as a draft', body: NewExperiment, response: { 201: Experiment } },
      },
      async (request, reply) => reply.code(201).send(await experiments.create(request.caller.userId, request.body)),
    );

    app.patch(
      '/api/experiments/:id',
      {
        schema: {
          ...{ tags, summary: 'Change its words, or the weights of users who come from now on' },
          params: Id,
          body: ExperimentPatch,
          response: { 200: Experiment },
        },
      },
      async (request) => experiments.change(request.caller.userId, request.params.id, request.body),
    );

    app.post(
      '/api/experiments/:id/start',
      { schema: { tags, summary: 'Start a draft', params: Id, response: { 200: Experiment } } },
      async (request) => experiments.start(request.caller.userId, request.params.id),
    );

    app.post(
      '/api/experiments/:id/stop',
      {
        schema: {
          ...{ tags, summary: 'End it; a winner becomes `production`' },
          params: Id,
          body: ExperimentStop.nullish(),
          response: { 200: Experiment },
        },
      },
      async (request) => experiments.stop(request.caller.userId, request.params.id, request.body ?? {}),
    );
  };
}

/** Needs the scope `chat`: everyone may know where they are. */
export function assignmentRoutes(experiments: Experiments): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/experiments/:id/assignment',
      { schema: { tags, summary: 'Your place in it', params: Id, response: { 200: ExperimentAssignment } } },
      async (request) => experiments.assign(request.caller.userId, request.params.id),
    );
  };
}
