/** Which prompts a turn gets, as the chat carries them from its beginning to its end. */
import type { PromptStrategyName, PromptType } from '@tradistry/protocol';

/** The place of a user in an experiment. */
export interface ExperimentPlace {
  readonly id: string;
  readonly variant: string;
  /** The set of weights that the user came under. */
  readonly generation: number;
}

/** The version of a prompt that a turn gets, and why that one. */
export interface PromptChoice {
  readonly version: number;
  /** `REQUESTED`: the question named the version. */
  readonly strategy: PromptStrategyName | 'REQUESTED';
  /** `null`: the turn is in no experiment. */
  readonly experiment: ExperimentPlace | null;
}

/** The prompts that an answer is made with: the chat's, and what the ladder falls back on. */
export type AnswerPrompt = Extract<PromptType, 'chat' | 'legacy' | 'continuation'>;

/** What became of a prompt in a turn. */
export interface PromptUse {
  readonly choice: PromptChoice;
  /** A model was asked with it. */
  exposed: boolean;
}

/** Where a user belongs in an experiment with prompts of a type, to be settled for a conversation that may be pinned already. */
export interface PinRequest {
  readonly type: PromptType;
  /** The one that the user may take part in; `null`: none. */
  readonly experiment: {
    readonly id: string;
    /** 0 in a fixed allocation, in an adaptive one the generation: users are shared out anew. */
    readonly era: number;
    readonly generation: number;
    readonly strategy: PromptStrategyName;
    /** Where a user is put who is in no variant yet; `null`: nowhere. */
    readonly variant: string | null;
    readonly versions: Readonly<Record<string, number>>;
  } | null;
  /** Conversations that are pinned by one of these stay with their prompt. */
  readonly valid: readonly string[];
}

/** `chat@3`: how records and pages call it. */
export function nameOfChoice(type: PromptType, { version }: Pick<PromptChoice, 'version'>): string {
  return `${type}@${version}`;
}

/** The chosen version cannot be rendered: the legacy prompt answers. */
export class PromptFailure extends Error {
  override readonly name = 'PromptFailure';
}
