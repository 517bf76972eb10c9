/** What a prompt is rendered from. */
import type { PassageKind, Position, Settings, Trade, TradeResult } from '@tradistry/protocol';
import type { AnswerFigure } from './analyst-ports.ts';

/** A passage of the journal or of an earlier chat, with the number it is cited by. */
export interface PromptNote {
  readonly n: number;
  readonly kind: PassageKind;
  /** The note, trade, playbook or message it is of. */
  readonly id: string;
  /** A playbook's name, a session's title; empty elsewhere. */
  readonly title: string;
  /** The local day it is about. */
  readonly date: string;
  readonly symbols: readonly string[];
  readonly text: string;
}

/** What was said in a chat before the messages that a prompt holds. */
export interface ChatSummary {
  /** A model's words, or sentences as they were said. */
  readonly by: 'model' | 'excerpt';
  /** A line each. */
  readonly text: string;
  readonly asOf: Date;
  /** How many messages of the branch it stands for, and when the last of them was written. */
  readonly covers: number;
  readonly upTo: Date;
}

/** What a model is told about the trader, as of `now`. */
export interface ChatPromptInput {
  readonly now: Date;
  readonly settings: Settings;
  /** `null`, here and below: it was not added up in time. */
  readonly allTime: TradeResult | null;
  readonly recent: TradeResult | null;
  readonly positions: readonly Position[];
  readonly lastTrades: readonly Trade[];
  readonly notes: readonly PromptNote[];
  /** What the question calls for. */
  readonly figures: readonly AnswerFigure[] | null;
  /** What stands for the messages that are too long ago; `null`: nothing does. */
  readonly summary: ChatSummary | null;
  /** What had no room, for example "3 notes": the model must not take it for not there. */
  readonly leftOut?: string;
}

/** What the legacy prompt says of the trader: next to nothing. */
export interface LegacyPromptInput {
  readonly now: Date;
  readonly settings: Settings;
  /** What the analyst found for the question, with every figure from the engine; `null`: nothing. */
  readonly facts: string | null;
}
