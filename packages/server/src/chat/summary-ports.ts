/** What summarising a long chat needs of the world. */
import type { Usage } from '@tradistry/protocol';
import type { AnswerRef } from './ask-ports.ts';
import type { ChatSummary } from './prompt-input-ports.ts';
import type { HistoryMessage } from './turn-store-ports.ts';

/** A message on the way to an answer. */
export interface BranchMessage extends HistoryMessage {
  readonly id: string;
  readonly createdAt: Date;
}

/** The whole way from the first question to an answer, oldest first. */
export interface Branch {
  readonly sessionId: string;
  readonly messages: readonly BranchMessage[];
  /** The newest on that way, and the last message it stands for. */
  readonly summary: (ChatSummary & { readonly messageId: string }) | null;
}

export interface NewSummary extends Omit<ChatSummary, 'asOf'> {
  readonly messageId: string;
  readonly sessionId: string;
  readonly model: string | null;
  /** What the model used that was asked for it, whoever wrote it then: it counts against the day's budget. `null`: none was. */
  readonly asked: { readonly usage: Usage | null } | null;
}

export interface SummaryStore {
  /** Undefined: there is no such message (any more). */
  readBranch(userId: string, answerId: string): Promise<Branch | undefined>;
  /** One for the same message takes the place of an older one. Nothing where the message is gone. */
  saveSummary(userId: string, summary: NewSummary): Promise<void>;
}

/** Chats that are to be summarised once there is time. */
export interface SummaryQueue {
  /** Never waits and never throws; what is dropped is asked for again with the next answer. */
  add(job: AnswerRef): void;
}
