/** One short text asked of a model beside the turns: a summary, a title, a judgement. */
import type { Usage } from '@tradistry/protocol';
import type { RenderedPrompt } from './rendering-ports.ts';

export interface Asking {
  readonly prompt: RenderedPrompt;
  /** What is said after the prompt and its examples. */
  readonly say: string;
  /** The one to ask, unless the prompt names one of the configured models; `null`: the first of those that can be asked. */
  readonly only: string | null;
  /** Calls of one conversation are of one name, to whoever runs the model. */
  readonly conversation: string;
}

export interface Said {
  readonly text: string;
  readonly model: string;
  readonly usage: Usage | null;
}

/** `null`: no model could be asked, or the one that was did not answer; nobody's fault here. Rejects only when aborted. */
export type AskModel = (asking: Asking, signal: AbortSignal) => Promise<Said | null>;
