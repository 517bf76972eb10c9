/** Notes and playbooks: stored, listed, and found by words and meaning. */
import type {
  NewNote,
  NewPlaybook,
  Note,
  NoteListQuery,
  NotePatch,
  Page,
  PageQuery,
  Playbook,
  PlaybookPatch,
} from '@tradistry/protocol';

/** Finds notes by words and meaning, best first, those about the symbols before others; `null` words: the newest of those symbols. Dates are local days, inclusive. */
export interface NoteFinder {
  findNotes(
    userId: string,
    search: { words: string | null; symbols: readonly string[]; from: string | null; to: string | null; limit: number },
  ): Promise<Note[]>;
}

/** Notes as they are stored: found by their ids, or by symbol and day, newest first. */
export interface StoredNotes {
  findNotes(
    userId: string,
    search: { symbols: readonly string[]; from: string | null; to: string | null; limit: number },
  ): Promise<Note[]>;
  /** In this order; those that are not there are left out. */
  getNotes(userId: string, ids: readonly string[]): Promise<Note[]>;
  listNotes(userId: string, query: PageQuery): Promise<Page<Note>>;
  getNote(userId: string, id: string): Promise<Note | null>;
  /** `date` is there: the caller knows the user's today. */
  createNote(userId: string, note: NewNote & { date: string }): Promise<Note>;
  patchNote(userId: string, id: string, patch: NotePatch): Promise<Note | null>;
  deleteNote(userId: string, id: string): Promise<boolean>;
}

/** Notes that are searched as well. */
export interface NoteStore extends Omit<StoredNotes, 'findNotes' | 'listNotes' | 'getNotes'>, NoteFinder {
  listNotes(userId: string, query: NoteListQuery): Promise<Page<Note>>;
}

/** Reads playbooks: by words, best first, or all of them, oldest first. */
export interface PlaybookReader {
  listPlaybooks(userId: string, query: NoteListQuery): Promise<Page<Playbook>>;
}

export interface PlaybookStore extends PlaybookReader {
  getPlaybook(userId: string, id: string): Promise<Playbook | null>;
  /** Refuses a name that the user already has; so does a patch. */
  createPlaybook(userId: string, playbook: NewPlaybook): Promise<Playbook>;
  patchPlaybook(userId: string, id: string, patch: PlaybookPatch): Promise<Playbook | null>;
  deletePlaybook(userId: string, id: string): Promise<boolean>;
}
