/** Notes and playbooks: the user's own words. */
import {
  NewNote,
  NewPlaybook,
  Note,
  NoteListQuery,
  NotePatch,
  Playbook,
  PlaybookPatch,
  page,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { JournalDeps } from '../journal/journal-deps.ts';
import type { PlaybookStore } from '../journal/note-ports.ts';
import { writeNote } from '../journal/write-note.ts';
import { notFound } from '../refusal.ts';

const Id = z.object({ id: z.string().min(1).max(128) });

export function noteRoutes(deps: JournalDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(notesOnly(deps));
    await app.register(playbooksOnly(deps.playbooks));
  };
}

function notesOnly(deps: JournalDeps): FastifyPluginAsyncZod {
  const tags = ['notes'];
  const { notes } = deps;
  return async (app) => {
    app.get(
      '/api/notes',
      {
        schema: {
          tags,
          summary: 'Notes, newest first; with `q` the best matches',
          querystring: NoteListQuery,
          response: { 200: page(Note) },
        },
      },
      async (request) => notes.listNotes(request.caller.userId, request.query),
    );
    app.post(
      '/api/notes',
      { schema: { tags, summary: 'Write a note', body: NewNote, response: { 201: Note } } },
      async (request, reply) => reply.code(201).send(await writeNote(deps, request.caller.userId, request.body)),
    );
    app.get(
      '/api/notes/:id',
      { schema: { tags, summary: 'One note', params: Id, response: { 200: Note } } },
      async (request) => orNotFound(await notes.getNote(request.caller.userId, request.params.id), 'note'),
    );
    app.patch(
      '/api/notes/:id',
      { schema: { tags, summary: 'Change a note', params: Id, body: NotePatch, response: { 200: Note } } },
      async (request) =>
        orNotFound(await notes.patchNote(request.caller.userId, request.params.id, request.body), 'note'),
    );
    app.delete(
      '/api/notes/:id',
      { schema: { tags, summary: 'Delete a note', params: Id, response: { 204: z.null() } } },
      async (request, reply) => {
        if (!(await notes.deleteNote(request.caller.userId, request.params.id))) throw notFound('note');
        return reply.code(204).send(null);
      },
    );
  };
}

function playbooksOnly(playbooks: PlaybookStore): FastifyPluginAsyncZod {
  const tags = ['playbooks'];
  return async (app) => {
    app.get(
      '/api/playbooks',
      {
        schema: {
          tags,
          summary: 'Playbooks, oldest first; with `q` the best matches',
          querystring: NoteListQuery,
          response: { 200: page(Playbook) },
        },
      },
      async (request) => playbooks.listPlaybooks(request.caller.userId, request.query),
    );
    app.post(
      '/api/playbooks',
      { schema: { tags, summary: 'Write a playbook', body: NewPlaybook, response: { 201: Playbook } } },
      async (request, reply) =>
        reply.code(201).send(await playbooks.createPlaybook(request.caller.userId, request.body)),
    );
    app.get(
      '/api/playbooks/:id',
      { schema: { tags, summary: 'One playbook', params: Id, response: { 200: Playbook } } },
      async (request) => orNotFound(await playbooks.getPlaybook(request.caller.userId, request.params.id), 'playbook'),
    );
    app.patch(
      '/api/playbooks/:id',
      { schema: { tags, summary: 'Change a playbook', params: Id, body: PlaybookPatch, response: { 200: Playbook } } },
      async (request) =>
        orNotFound(await playbooks.patchPlaybook(request.caller.userId, request.params.id, request.body), 'playbook'),
    );
    app.delete(
      '/api/playbooks/:id',
      { schema: { tags, summary: 'Delete a playbook', params: Id, response: { 204: z.null() } } },
      async (request, reply) => {
        if (!(await playbooks.deletePlaybook(request.caller.userId, request.params.id))) throw notFound('playbook');
        return reply.code(204).send(null);
      },
    );
  };
}

function orNotFound<T>(found: T | null, thing: string): T {
  if (found === null) throw notFound(thing);
  return found;
}
