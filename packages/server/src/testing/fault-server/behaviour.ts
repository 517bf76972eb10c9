/** What a model of the fault server is: a sentence for people, and what it answers to a call. */
import { ending, type PlainScript, type Script, type Step } from '../play-script.ts';
import type { Asked } from './asked.ts';
import { ANSWER, offsetOf, type Position } from './document.ts';

/** What is done instead of answering. */
export type LineFault = { readonly line: 'reset' | 'silence' };

/** An answer that begins late. */
export interface Late {
  readonly afterMs: number;
  readonly script: Script;
}

export type Reaction = Script | LineFault | Late;

/** One call, with what the model's name says. */
export interface Scene extends Asked {
  /** The number in the model's name, or the behaviour's own. */
  readonly number: number;
  /** Where the fault strikes, in UTF-16 code units of the answer; never before what the caller has. */
  readonly strikesAt: number;
  /** Milliseconds since the first call of this model, whichever question it was for. */
  readonly sinceFirstMs: number;
}

export interface Behaviour {
  /** What it does, for people. */
  readonly does: string;
  /** Where it strikes in the answer when the name has no `@`; absent: it has no place. */
  readonly at?: Position;
  /** The number it has when an example of it is listed. */
  readonly number?: number;
  /** False: the list of models does not have it. */
  readonly listed?: boolean;
  readonly contextTokens?: number;
  /** False: no `tools` among its supported parameters. */
  readonly tools?: boolean;
  act(scene: Scene): Reaction;
  /** To a call without streaming; absent: what `act` does, in one piece. */
  actPlain?(scene: Scene): Reaction;
}

export type Behaviours = Readonly<Record<string, Behaviour>>;

/** About the size of a token. */
const PIECE = /[\s\S]{1,6}/gu;

/** Text in pieces as a model sends them; none for no text. */
export function toPieces(text: string): string[] {
  // A half of a pair at either end is a piece of its own.
  return text.match(PIECE) ?? [];
}

/** The answer from where the caller has it, whole and well. */
export function wholeAnswer({ kept }: Pick<Scene, 'kept'>): Step[] {
  const pieces = toPieces(ANSWER.slice(kept));
  return [...pieces, ...ending(pieces.length)];
}

/** What comes before the fault strikes. */
export function before({ kept, strikesAt }: Scene): string[] {
  return toPieces(ANSWER.slice(kept, strikesAt));
}

/** What would come after it. */
export function after({ strikesAt }: Scene): Step[] {
  const pieces = toPieces(ANSWER.slice(strikesAt));
  return [...pieces, ...ending(pieces.length)];
}

/** A fault amid the answer, after which there is nothing. A plain answer with the same fault is no answer either. */
export function endsBy(does: string, ...steps: Step[]): Behaviour {
  const strange = steps.length === 0 || steps.some((step) => typeof step === 'object' && 'raw' in step);
  return {
    does,
    at: 'prose',
    act: (scene) => [...before(scene), ...steps],
    ...(strange && { actPlain: () => [{ error: { code: 502, message: 'SECRET of the provider' } }] }),
  };
}

/** Something odd amid a good answer; a plain answer has it not. */
export function amid(does: string, ...steps: Step[]): Behaviour {
  return {
    does,
    at: 'prose',
    act: (scene) => [...before(scene), ...steps, ...after(scene)],
    actPlain: wholeAnswer,
  };
}

/** A refusal with a status, in the provider's shape. */
export function refusal(status: number, type: string | null, extra: Partial<PlainScript> = {}): PlainScript {
  const metadata = { ...(type && { error_type: type }), provider_name: 'Fault', raw: 'SECRET of the provider' };
  return { status, body: { error: { code: status, message: 'SECRET of the provider', metadata } }, ...extra };
}

/** The offset at which a named position strikes. */
export function strikePoint(kept: number, position: Position | null, behaviour: Behaviour): number {
  return Math.max(kept, offsetOf(position ?? behaviour.at ?? 'start'));
}
