/** One short text asked of a model beside the turns: a summary, a title, a judgement. */
import type { Usage } from '@tradistry/protocol';
import type { PromptChoice } from './prompt-ports.ts';
import type { RenderedPrompt } from './rendering-ports.ts';

/** The types of prompt that are asked so. */
export type AskedBeside = 'title' | 'summary' | 'confidence';

export type AskedOutcome = 'answered' | 'empty' | 'failed';

/** An answer, and the turn that wrote it. */
export interface AnswerRef {
  readonly userId: string;
  readonly streamId: string;
  readonly answerId: string;
}

export interface Asking<T> {
  readonly type: AskedBeside;
  /** After which answer, and in which conversation: whose experiments and figures it belongs to. */
  readonly about: AnswerRef & { readonly sessionId: string };
  readonly render: (choice: PromptChoice) => RenderedPrompt;
  /** What is said after the prompt and its examples. */
  readonly say: string;
  /** The one to ask, unless the prompt names one of the configured models; `null`: the first of those that can be asked. */
  readonly only: string | null;
  /** Calls of one conversation are of one name, to whoever runs the model. */
  readonly conversation: string;
  /** What is made of what it says; `null`: it cannot be used. */
  readonly read: (text: string) => T | null;
  /** Of a judgement: the score that it gives. */
  readonly scoreOf?: (value: T) => number;
}

export interface Said<T> {
  /** `null`: the model said nothing that can be used, or failed: what that used up counts all the same. */
  readonly value: T | null;
  readonly model: string;
  readonly usage: Usage | null;
  /** The call ended badly; what was said before is not told. */
  readonly failed: boolean;
}

/** `null`: no model could be asked. Rejects only when aborted, or where the database is away. */
export type AskModel = <T>(asking: Asking<T>, signal: AbortSignal) => Promise<Said<T> | null>;

/** What a call beside the turns came to, for the figures of its prompt's version. */
export interface AskedExecution extends AnswerRef {
  readonly type: AskedBeside;
  readonly choice: PromptChoice;
  readonly completed: boolean;
  readonly durationMs: number;
  readonly usage: Usage | null;
  /** Of what the model said. */
  readonly characters: number | null;
  /** Of a judgement. */
  readonly score: number | null;
}

export interface AskedExecutions {
  /** A later call after the same answer takes its place; what they took is added up. Nothing where the answer is gone. */
  keep(execution: AskedExecution): Promise<void>;
}
