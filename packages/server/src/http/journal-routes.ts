/** Trades, positions, the review, tags, and the one semantic query over them. */
import {
  PageQuery,
  Position,
  page,
  ReviewExecution,
  Tag,
  Trade,
  TradeDetail,
  TradeListQuery,
  TradePatch,
  TradeQuery,
  TradeResult,
} from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { JournalDeps } from '../journal/journal-deps.ts';
import { notFound } from '../refusal.ts';

const tags = ['journal'];
const Id = z.object({ id: z.string().min(1).max(128) });

export function journalRoutes({ trades, engine }: JournalDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/trades',
      {
        schema: {
          tags,
          summary: 'Trades, newest exit first, what is open before them',
          querystring: TradeListQuery,
          response: { 200: page(Trade) },
        },
      },
      async (request) => trades.pageTrades(request.caller.userId, request.query),
    );

    app.get(
      '/api/trades/:id',
      {
        schema: {
          tags,
          summary: 'One trade with its executions and pairs',
          params: Id,
          response: { 200: TradeDetail },
        },
      },
      async (request) => {
        const trade = await trades.getTrade(request.caller.userId, request.params.id);
        if (!trade) throw notFound('trade');
        return trade;
      },
    );

    app.patch(
      '/api/trades/:id',
      {
        schema: {
          tags,
          summary: 'Set its tags and setup',
          params: Id,
          body: TradePatch,
          response: { 200: TradeDetail },
        },
      },
      async (request) => {
        const { userId } = request.caller;
        const isThere = await trades.patchTrade(userId, request.params.id, request.body);
        const trade = isThere ? await trades.getTrade(userId, request.params.id) : null;
        if (!trade) throw notFound('trade');
        return trade;
      },
    );

    app.get(
      '/api/positions',
      { schema: { tags, summary: 'What is open', response: { 200: page(Position) } } },
      async (request) => ({ items: await trades.listPositions(request.caller.userId), next_cursor: null }),
    );

    app.get(
      '/api/review',
      {
        schema: {
          tags,
          summary:
            'Executions that are in no figure, and why; rows that could not be read are in the report of their import',
          querystring: PageQuery,
          response: { 200: page(ReviewExecution) },
        },
      },
      async (request) => trades.listReview(request.caller.userId, request.query),
    );

    app.get(
      '/api/tags',
      { schema: { tags, summary: 'Tags, and how often each is used', response: { 200: page(Tag) } } },
      async (request) => ({ items: await trades.listTags(request.caller.userId), next_cursor: null }),
    );

    app.post(
      '/api/analytics/query',
      { schema: { tags, summary: 'Figures over trades', body: TradeQuery, response: { 200: TradeResult } } },
      async (request) => engine.query(request.caller.userId, request.body),
    );
  };
}
