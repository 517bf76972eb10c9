/** What a caller asked of a model: which question, and from where in the answer it is to go on. */
import { ANSWER } from './document.ts';

/** A message as far as it is read. */
interface AskedMessage {
  readonly role?: string;
  readonly content?: unknown;
  readonly tool_calls?: unknown;
}

export interface ChatBody {
  readonly model: string;
  readonly messages?: readonly AskedMessage[];
  readonly stream?: boolean;
  readonly tools?: readonly { readonly function?: { readonly name?: string } }[];
}

/** How a caller asks for more of an answer: the text as the last message, or in words. */
export type Continuing = 'no' | 'prefill' | 'instruction';

export interface Asked {
  readonly body: ChatBody;
  /** Tells one question from another: the `#tag` in it, else its words. */
  readonly question: string;
  readonly continuing: Continuing;
  /** How much of the answer the caller has already, in UTF-16 code units. */
  readonly kept: number;
  /** Which call of this model for this question it is, from 1. */
  readonly call: number;
  /** All the prompt's text. */
  readonly prompt: string;
  readonly toolNames: readonly string[];
  /** How often tools were called and answered so far. */
  readonly toolRounds: number;
}

const ASKS_FOR_MORE =
  /continu|carry on|go(?:es|ing)? on|pick(?:s|ing)? up|left off|broke(?:n)? off|cut off|interrupted/i;
/** So much of an answer's end, quoted, tells where it stopped. */
const QUOTE = 24;

/** Reads a request's body; `call` is counted by the server. */
export function readAsked(body: ChatBody, call: number): Asked {
  const messages = body.messages ?? [];
  const { continuing, kept } = readContinuation(messages);
  return {
    body,
    question: questionOf(messages),
    continuing,
    kept,
    call,
    prompt: messages.map(textOf).join('\n'),
    toolNames: (body.tools ?? []).map((tool) => tool.function?.name ?? ''),
    toolRounds: messages.filter((message) => message.tool_calls).length,
  };
}

/** The `#tag` of a user's message, the last one first; without one the first question of the conversation. */
export function questionOf(messages: readonly AskedMessage[]): string {
  const users = messages.filter(({ role }) => role === 'user').map(textOf);
  return users.findLast((text) => /#[\w-]+/.test(text))?.match(/#[\w-]+/)?.[0] ?? users[0]?.slice(0, 200) ?? '';
}

/** What `model=other` in a question, the last one first, says that a model called `ask/...` is. */
export function playedModel({ model, messages = [] }: ChatBody): string {
  if (!model.startsWith('ask/')) return model;
  const texts = messages.filter(({ role }) => role === 'user').map(textOf);
  const roles = texts.flatMap((text) => [...text.matchAll(/(ask\/[\w-]+)=([^\s,;]+)/g)]);
  return roles.findLast(([, name]) => name === model)?.[2] ?? 'ok/prefill';
}

function readContinuation(messages: readonly AskedMessage[]): Pick<Asked, 'continuing' | 'kept'> {
  const last = messages.at(-1);
  if (last?.role === 'assistant' && !last.tool_calls)
    return { continuing: 'prefill', kept: sharedLength(textOf(last), ANSWER) };
  const words = last ? textOf(last) : '';
  if (last?.role !== 'user' || !ASKS_FOR_MORE.test(words)) return { continuing: 'no', kept: 0 };
  const before = messages.at(-2);
  const shown = before?.role === 'assistant' ? sharedLength(textOf(before), ANSWER) : 0;
  const kept = shown > 0 && shown < ANSWER.length ? shown : quotedLength(words);
  return kept > 0 ? { continuing: 'instruction', kept } : { continuing: 'no', kept: 0 };
}

function sharedLength(text: string, whole: string): number {
  let length = 0;
  while (length < text.length && text[length] === whole[length]) length += 1;
  return length;
}

/** The furthest point of the answer whose last words stand in `words`, as they are or as JSON. */
function quotedLength(words: string): number {
  for (let end = ANSWER.length; end > 0; end -= 1) {
    const tail = ANSWER.slice(Math.max(0, end - QUOTE), end).toWellFormed();
    if (words.includes(tail) || words.includes(JSON.stringify(tail).slice(1, -1))) return end >= 4 ? end : 0;
  }
  return 0;
}

/** Content as one text, whichever of its two shapes it comes in. */
function textOf({ content }: AskedMessage): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  // Parts of a message, of which only those with text are read.
  return (content as { text?: unknown }[]).map(({ text }) => (typeof text === 'string' ? text : '')).join('');
}
