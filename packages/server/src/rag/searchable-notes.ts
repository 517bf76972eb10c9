/** Notes that are found by meaning and by word, at once after they were written. */
import type { Note } from '@tradistry/protocol';
import type { NoteStore, StoredNotes } from '../journal/note-ports.ts';
import type { PassageKeeper } from './passage-keeper.ts';
import type { Retriever } from './ports.ts';

/** Nobody waits for a token here. */
const BUDGET_MS = 1_500;

interface Parts {
  readonly notes: StoredNotes;
  readonly keeper: Pick<PassageKeeper, 'keep'>;
  readonly retriever: Retriever;
}

export function createSearchableNotes({ notes, keeper, retriever }: Parts): NoteStore {
  async function kept<T extends Note | null>(userId: string, note: T): Promise<T> {
    if (note) await keeper.keep(userId, [{ kind: 'note', id: note.id }]);
    return note;
  }

  const findNotes: NoteStore['findNotes'] = async (userId, search) => {
    if (search.words === null) return notes.findNotes(userId, search);
    const { words, symbols, from, to, limit } = search;
    const { passages } = await retriever.retrieve(userId, {
      ...{ text: words, limit, from, to, budgetMs: BUDGET_MS },
      ...{ kinds: ['note'], onePerThing: true, about: symbols },
    });
    return notes.getNotes(
      userId,
      passages.map(({ sourceId }) => sourceId),
    );
  };

  const { getNote, deleteNote } = notes;
  return {
    getNote,
    deleteNote,
    findNotes,
    async listNotes(userId, query) {
      const { q, limit } = query;
      if (q === undefined) return notes.listNotes(userId, query);
      const items = await findNotes(userId, { words: q, symbols: [], from: null, to: null, limit });
      return { items, next_cursor: null };
    },
    createNote: async (userId, note) => kept(userId, await notes.createNote(userId, note)),
    patchNote: async (userId, id, patch) => kept(userId, await notes.patchNote(userId, id, patch)),
  };
}
