/** What naming a chat needs of the world. */
import type { Usage } from '@tradistry/protocol';
import type { AnswerRef } from './ask-ports.ts';

/** How a chat began. */
export interface Opening {
  readonly sessionId: string;
  readonly title: string;
  readonly question: string;
  readonly answer: string;
}

export interface NewTitle {
  readonly sessionId: string;
  /** Replaced only while the chat is called so: a name that its user gave stays. */
  readonly from: string;
  readonly to: string;
  /** What it cost counts against the day's budget. */
  readonly usage: Usage | null;
}

export interface TitleStore {
  /** Undefined: the answer is not the first of its chat, or gone. */
  readOpening(userId: string, answerId: string): Promise<Opening | undefined>;
  saveTitle(userId: string, title: NewTitle): Promise<void>;
}

/** Chats that are to be named once there is time. */
export interface TitleQueue {
  /** Never waits and never throws; what is dropped keeps the beginning of its question as its name. */
  add(job: AnswerRef): void;
}
