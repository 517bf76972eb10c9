/** What the chat is given of the prompts: a choice for each turn, and everything rendered. */
import type { PromptModelSettings, PromptType } from '@tradistry/protocol';
import type { PromptMessage } from './model-ports.ts';
import type { ChatPromptInput, LegacyPromptInput } from './prompt-input-ports.ts';
import type { PinRequest, PromptChoice } from './prompt-ports.ts';

/** Who asks, and by which version's number or label or by which strategy, where they may choose; `null`: nothing was said. */
export interface PromptQuestion {
  readonly userId: string;
  readonly asked: string | null;
}

/** For whom a prompt is, and in which conversation; `sessionId` null: in none that could be in an experiment. */
export interface PromptReader {
  readonly userId: string;
  readonly sessionId: string | null;
}

/** What a turn is to know of its prompt before it is committed. */
export interface PromptProposal {
  /** Unless the user or the conversation is in an experiment. */
  readonly choice: PromptChoice;
  /** `null`: there is none they could be in. */
  readonly pin: PinRequest | null;
}

/** A prompt, rendered. */
export interface RenderedPrompt {
  readonly system: string;
  /** Said between the system message and what follows, as if it had been. */
  readonly examples: readonly PromptMessage[];
  readonly settings: PromptModelSettings;
}

/** A message as it is told to who sums it up. */
export interface SaidMessage {
  /** In words: who said it, and when. */
  readonly role: string;
  readonly text: string;
}

/** The prompts: chosen from memory, rendered from compiled templates. */
export interface Prompts {
  /** For a new turn. Throws `invalid_request` where there is no such version as was asked for; reads the database for that alone. */
  propose(of: PromptQuestion): Promise<PromptProposal>;
  /** For a turn that goes on: as its session began, else as a new one would be. Never rejects. */
  recall(of: PromptQuestion & { readonly sessionId: string }): Promise<PromptChoice>;
  /** Of another type than the chat's, where it is needed: by the same places in experiments. Never rejects. */
  choose(type: Exclude<PromptType, 'chat'>, of: PromptReader): Promise<PromptChoice>;
  /** Throws `PromptFailure`. */
  renderChat(choice: PromptChoice, input: ChatPromptInput): RenderedPrompt;
  /** The model that the version would have first; `null`: it does not care. */
  preferredModel(choice: PromptChoice): string | null;
  /** The plain one that is left when the full one fails. Never throws. */
  renderLegacy(choice: PromptChoice, input: LegacyPromptInput): RenderedPrompt;
  /** How a model is told to go on with an answer that broke off; `last`: the end of what is shown. Never throws. */
  renderContinuation(choice: PromptChoice, last: string): string;
  /** For who summarises a chat. Never throws. */
  renderSummary(choice: PromptChoice, messages: readonly SaidMessage[]): RenderedPrompt;
  /** For who names a chat by how it began. Never throws. */
  renderTitle(choice: PromptChoice, began: { readonly question: string; readonly answer: string }): RenderedPrompt;
}
