/** The demo journal's words: what does not come in as executions. */

/** Its notes, its playbooks, and what was put to its trades. */
export interface DemoStore {
  /** `partial`: making or removing it was cut off. */
  getState(userId: string): Promise<'none' | 'partial' | 'whole'>;
  /** After its trades are there; all or nothing. */
  addWords(userId: string, words: DemoWords): Promise<void>;
  /** Before its accounts go: tags and setups of their trades, notes, playbooks. */
  removeWords(userId: string): Promise<void>;
}

/** `openingId` is the execution that opened the trade spoken of. */
export interface DemoWords {
  readonly notes: readonly DemoNoteToStore[];
  readonly playbooks: readonly { readonly name: string; readonly text: string; readonly tags: readonly string[] }[];
  readonly trades: readonly DemoTrade[];
}

interface DemoNoteToStore {
  readonly text: string;
  readonly date: string;
  readonly openingId: string | null;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
}

export interface DemoTrade {
  readonly openingId: string;
  readonly tags: readonly string[];
  readonly setup: string | null;
  readonly initialStop: string | null;
}
