/** Playbooks that are found as passages at once after they were written. */
import type { Playbook } from '@tradistry/protocol';
import type { PlaybookStore } from '../journal/note-ports.ts';
import type { PassageKeeper } from './passage-keeper.ts';

interface Parts {
  readonly playbooks: PlaybookStore;
  readonly keeper: Pick<PassageKeeper, 'keep'>;
}

/** A `PlaybookStore` around another one. */
export function createSearchablePlaybooks({ playbooks, keeper }: Parts): PlaybookStore {
  async function kept<T extends Playbook | null>(userId: string, playbook: T): Promise<T> {
    if (playbook) await keeper.keep(userId, [{ kind: 'playbook', id: playbook.id }]);
    return playbook;
  }

  return {
    ...playbooks,
    createPlaybook: async (userId, playbook) => kept(userId, await playbooks.createPlaybook(userId, playbook)),
    patchPlaybook: async (userId, id, patch) => kept(userId, await playbooks.patchPlaybook(userId, id, patch)),
  };
}
