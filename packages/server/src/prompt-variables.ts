/** The environment variables of what models are asked beside the turns. */
import { count, text, type Variable } from './variable-rules.ts';

/** A part of `VARIABLES`. */
export const PROMPT_VARIABLES = {
  CONFIDENCE_JUDGE_PERCENT: {
    default: '0',
    description: 'So many in 100 answers a model judges afterwards, one more call each; rules rate all others.',
    schema: count(0, 100).default(0),
  },
  CONFIDENCE_JUDGE_PER_DAY: {
    default: '1000',
    description:
      'Of the answers of 24 hours at most so many are judged, whatever the percentage comes to. What it costs is the operator’s, and in no user’s budget.',
    schema: count(0, 1_000_000).default(1000),
  },
  CONFIDENCE_JUDGE_MODEL: {
    default: 'the first of `LLM_MODELS`',
    description: 'The model that judges, unless the prompt `confidence` names one: better not the one that answers.',
    schema: text.optional(),
  },
  TITLE_MODEL: {
    default: 'none',
    description:
      'The model that names new chats, unless the prompt `title` names one: one more call each, in the user’s budget. Unset: a chat is called by the beginning of its first question.',
    schema: text.optional(),
  },
} as const satisfies Readonly<Record<string, Variable>>;
