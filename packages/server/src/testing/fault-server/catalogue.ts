/** What the fault server says of itself: its list of models, and its page for people. */
import type { PlainScript } from '../play-script.ts';
import type { Behaviour, LineFault } from './behaviour.ts';
import { BEHAVIOURS, behaviourOf, exampleName, listedNames } from './behaviours.ts';
import { ANSWER, POSITIONS } from './document.ts';

/** Half of what the others have: some of what they play is a context that was too long. */
const ASK_CONTEXT = 64_000;
const ASK_MODELS = ['ask/1', 'ask/2', 'ask/3', 'ask/4'];

/** `GET /models`. In the spaces `no-list`, `empty-list` and `silent-list` the list itself fails. */
export function listModels(space: string, more: readonly string[]): PlainScript | LineFault {
  if (space === 'silent-list') return { line: 'silence' };
  if (space === 'no-list') return { status: 500 };
  if (space === 'empty-list') return { status: 200, body: { data: [] } };
  const listed = listedNames().map(({ name, behaviour }) => entryOf(name, behaviour));
  const others = [...ASK_MODELS, ...more].filter((name) => !listed.some(({ id }) => id === name));
  return { status: 200, body: { data: [...listed, ...others.map((name) => entryOf(name, behaviourOf(name)))] } };
}

function entryOf(id: string, behaviour?: Behaviour) {
  const context_length = behaviour?.contextTokens ?? (ASK_MODELS.includes(id) ? ASK_CONTEXT : 128_000);
  return {
    id,
    name: id,
    context_length,
    top_provider: { context_length, max_completion_tokens: 16_384, is_moderated: false },
    pricing: { prompt: '0.000001', completion: '0.000002' },
    supported_parameters: ['max_tokens', 'temperature', 'stop', ...(behaviour?.tools === false ? [] : ['tools'])],
  };
}

/** Every model and what it does, as the rows of a Markdown table. */
export function behaviourRows(): string[] {
  return Object.entries(BEHAVIOURS).map(([key, behaviour]) => {
    const place = behaviour.at ? `\`@${behaviour.at}\`` : '';
    return `| \`${exampleName(key, behaviour)}\` | ${place} | ${behaviour.does} |`;
  });
}

/** `GET /`. */
export function usagePage(): string {
  const rows = Object.entries(BEHAVIOURS).map(([key, behaviour]) => {
    const name = exampleName(key, behaviour) + (behaviour.at ? `@${behaviour.at}` : '');
    return `  ${name.padEnd(34)} ${behaviour.does}`;
  });
  return `A model provider that fails on purpose. Set OPENROUTER_BASE_URL to this address with /v1 behind it, and
LLM_MODELS to names from this list: what a model does is its name.

  POST /v1/chat/completions   streaming and not
  GET  /v1/models /v1/key /v1/generation, POST /v1/embeddings
  GET  /calls                 what was asked so far; DELETE /calls forgets it
  GET  /                      this page

A name may end in
  @<place>    where in the answer it strikes: ${POSITIONS.join(' ')}
  -once       (before the @) for the first call of a question only, then the model is well; -twice: two calls
  -for-60s    (before the @) for so many seconds from the model's first call, then it is well
  ~<tag>      tells two models of one kind apart
Numbers in a name may be others. A server that asks for the list of models takes a name that is not in it for retired: the
list has each name here with each place, with -once and with -for-60s; others are to be given with --models.
 A model called ask/1 (to ask/4) plays what the question says: "... ask/1=fault/cut@table"; ask/3 and ask/4
refuse a prefill whatever they play.
With /<space>/v1 for /v1 the calls are counted apart; in the spaces no-list, empty-list and silent-list GET /models fails.

${rows.join('\n')}

All give the same answer:

${ANSWER}`;
}
