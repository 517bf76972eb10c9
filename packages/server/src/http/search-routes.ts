/** Searching: the chats alone, or chats and journal at once. */
import { ChatSearchQuery, SearchQuery, SearchResults } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { Retriever } from '../rag/ports.ts';
import { searchEverything } from '../rag/search-everything.ts';

export function searchRoutes(deps: { readonly retriever: Retriever }): FastifyPluginAsyncZod {
  const tags = ['search'];
  const response = { 200: SearchResults };
  return async (app) => {
    app.get(
      '/api/ai/chat/search',
      { schema: { tags, summary: 'Your messages by meaning and by word', querystring: ChatSearchQuery, response } },
      async ({ caller, query }) => searchEverything(deps, caller.userId, { ...query, in: 'chats' }),
    );
    app.get(
      '/api/search',
      { schema: { tags, summary: 'Chats and journal by meaning and by word', querystring: SearchQuery, response } },
      async ({ caller, query }) => searchEverything(deps, caller.userId, query),
    );
  };
}
