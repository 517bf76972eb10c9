/** The demo journal's words can be asked for as soon as it is there: that is what it is for. */
import type { DemoStore } from '../journal/demo-ports.ts';
import type { PassageKeeper } from './passage-keeper.ts';

interface Parts {
  readonly demo: DemoStore;
  readonly keeper: Pick<PassageKeeper, 'keepAll'>;
}

/** A `DemoStore` around another one. */
export function createSearchableDemo({ demo, keeper }: Parts): DemoStore {
  return {
    ...demo,
    async addWords(userId, words) {
      await demo.addWords(userId, words);
      await keeper.keepAll(userId);
    },
  };
}
