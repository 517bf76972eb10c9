/** Settings and accounts. */
import { Account, AccountPatch, NewAccount, page, Settings, SettingsPatch } from '@tradistry/protocol';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { changeSettings } from '../journal/change-settings.ts';
import { deleteAccount } from '../journal/delete-account.ts';
import type { JournalDeps } from '../journal/journal-deps.ts';

const Id = z.object({ id: z.string().min(1).max(128) });

export function settingsRoutes(deps: JournalDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/settings',
      { schema: { tags: ['settings'], summary: 'Your settings', response: { 200: Settings } } },
      async (request) => deps.settings.getSettings(request.caller.userId),
    );

    app.patch(
      '/api/settings',
      {
        schema: {
          tags: ['settings'],
          summary: 'Change settings; another way of matching makes all trades anew',
          body: SettingsPatch,
          response: { 200: Settings },
        },
      },
      async (request) => changeSettings(deps, request.caller.userId, request.body),
    );

    app.get(
      '/api/accounts',
      { schema: { tags: ['accounts'], summary: 'Your accounts, oldest first', response: { 200: page(Account) } } },
      async (request) => ({ items: await deps.accounts.listAccounts(request.caller.userId), next_cursor: null }),
    );

    app.post(
      '/api/accounts',
      { schema: { tags: ['accounts'], summary: 'Make an account', body: NewAccount, response: { 201: Account } } },
      async (request, reply) =>
        reply.code(201).send(await deps.accounts.createAccount(request.caller.userId, request.body)),
    );

    app.patch(
      '/api/accounts/:id',
      {
        schema: {
          tags: ['accounts'],
          summary: 'Rename it, give its balance and deposits',
          params: Id,
          body: AccountPatch,
          response: { 200: Account },
        },
      },
      async (request) => deps.accounts.patchAccount(request.caller.userId, request.params.id, request.body),
    );

    app.delete(
      '/api/accounts/:id',
      {
        schema: {
          tags: ['accounts'],
          summary: 'Delete an account with all in it',
          params: Id,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        await deleteAccount(deps, request.caller.userId, request.params.id);
        return reply.code(204).send(null);
      },
    );
  };
}
