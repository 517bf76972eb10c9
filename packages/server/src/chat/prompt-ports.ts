/** Which prompt a turn gets, as the chat carries it from its beginning to its end. */
import type { PromptStrategyName } from '@tradistry/protocol';

/** The place of a user in an experiment. */
export interface ExperimentPlace {
  readonly id: string;
  readonly variant: string;
  /** The set of weights that the user came under. */
  readonly generation: number;
}

/** The version of the chat prompt that a turn gets, and why that one. */
export interface PromptChoice {
  readonly version: number;
  /** `REQUESTED`: the question named the version. */
  readonly strategy: PromptStrategyName | 'REQUESTED';
  /** `null`: the turn is in no experiment. */
  readonly experiment: ExperimentPlace | null;
}

/** Where a new turn's user belongs in an experiment, to be settled with the statement that starts the turn. */
export interface PinRequest {
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
export function nameOfChoice({ version }: Pick<PromptChoice, 'version'>): string {
  return `chat@${version}`;
}

/** The chosen version cannot be rendered: the legacy prompt answers. */
export class PromptFailure extends Error {
  override readonly name = 'PromptFailure';
}
