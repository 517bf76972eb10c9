/** Questions of this tab that the server has not confirmed yet: a reload, a crash of the browser or a restored tab sends them again. */
import type { TurnState } from './turn-state.ts';

/** A question as it is asked; `parentId` is the message it answers again, edits or goes on from. */
export interface Ask {
  readonly message: string;
  readonly parentId: string | null;
  /** What the page shows before the first chunk. */
  readonly shown: Partial<TurnState>;
}

/** A question as it was sent; under its key it is asked only once, however often it is sent. */
export interface PendingQuestion {
  readonly ask: Ask;
  readonly key: string;
  /** When it was first sent, in ms since 1970. */
  readonly at: number;
}

export interface PendingQuestions {
  keep(sessionId: string, question: PendingQuestion): void;
  forget(sessionId: string): void;
  /** All that are kept, with their sessions. */
  all(): (readonly [sessionId: string, question: PendingQuestion])[];
}

/** The name they are kept under. */
export const PENDING_QUESTIONS = 'tradistry.asked';

export function createPendingQuestions(storage: Pick<Storage, 'getItem' | 'setItem'>): PendingQuestions {
  // Written by `write` alone, in this tab.
  const read = () => JSON.parse(storage.getItem(PENDING_QUESTIONS) ?? '{}') as Record<string, PendingQuestion>;
  const write = (questions: Record<string, PendingQuestion>) => {
    try {
      storage.setItem(PENDING_QUESTIONS, JSON.stringify(questions));
    } catch (error) {
      // A full store: the question is still sent, it only does not outlive a crash of this tab.
      if (!(error instanceof DOMException)) throw error;
    }
  };
  return {
    keep: (sessionId, question) => write({ ...read(), [sessionId]: question }),
    forget(sessionId) {
      const { [sessionId]: forgotten, ...others } = read();
      if (forgotten) write(others);
    },
    all: () => Object.entries(read()),
  };
}
