/** One short text asked of a model beside the turns: a summary, a title, a judgement. */
import type { Usage } from '@tradistry/protocol';
import type { RenderedPrompt } from './rendering-ports.ts';

/** The types of prompt that are asked so. */
export type AskedBeside = 'title' | 'summary' | 'confidence';

export type AskedOutcome = 'answered' | 'empty' | 'failed';

export interface Asking {
  readonly type: AskedBeside;
  readonly prompt: RenderedPrompt;
  /** What is said after the prompt and its examples. */
  readonly say: string;
  /** The one to ask, unless the prompt names one of the configured models; `null`: the first of those that can be asked. */
  readonly only: string | null;
  /** Calls of one conversation are of one name, to whoever runs the model. */
  readonly conversation: string;
}

export interface Said {
  /** Empty where the model said nothing, or failed: what that used up counts all the same. */
  readonly text: string;
  readonly model: string;
  readonly usage: Usage | null;
  /** The call ended badly; what was said before is not told. */
  readonly failed: boolean;
}

/** `null`: no model could be asked. Rejects only when aborted. */
export type AskModel = (asking: Asking, signal: AbortSignal) => Promise<Said | null>;
