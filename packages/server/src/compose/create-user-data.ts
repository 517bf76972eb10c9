/** Taking everything along and leaving for good: their stores, and what has to end or forget before. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ActiveTurns } from '../chat/active-turns.ts';
import type { ChatDeps } from '../chat/deps.ts';
import { stopTrials } from '../chat/keep-trials.ts';
import type { SessionStore } from '../chat/session-ports.ts';
import { stopTurn } from '../chat/stop-turn.ts';
import { createEraseStore } from '../db/erase-store.ts';
import { createExportStore } from '../db/export-store.ts';
import type { Storage } from '../db/open-storage.ts';
import { userDataRoutes } from '../http/user-data-routes.ts';
import type { JournalDeps } from '../journal/journal-deps.ts';
import { forgetTurns } from '../log/forget-turns.ts';
import { createErase } from '../user-data/erase-user.ts';
import { createExport } from '../user-data/export-user-data.ts';
import type { Valkey } from '../valkey/connect-valkey.ts';

interface UserDataParts {
  readonly storage: Storage;
  readonly valkey: Valkey | null;
  readonly journal: JournalDeps;
  readonly chat: ChatDeps;
  readonly active: ActiveTurns;
  readonly sessions: SessionStore;
}

export function createUserData({
  storage,
  valkey,
  journal,
  chat,
  active,
  sessions,
}: UserDataParts): FastifyPluginAsyncZod {
  const eraseUser = createErase({
    store: createEraseStore(storage.database),
    stopTurn: (userId, streamId) => stopTurn(chat, active, { userId, streamId }),
    stopTrials: (userId) => stopTrials(active, userId),
    endImports: journal.importing.endImports,
    inLine: journal.queue.run,
    async forget(userId, streamIds) {
      sessions.forgetUser(userId);
      await forgetTurns(valkey, { userId, streamIds });
    },
    onErased: (userId, rows) => chat.logger.info({ user_id: chat.userKey(userId), rows }, 'a user was erased'),
  });
  return userDataRoutes({
    exportUserData: createExport({ ...journal, store: createExportStore(storage.database) }),
    eraseUser,
  });
}
