/** Models that are well when asked first, and odd when asked to go on. */
import { ending } from '../play-script.ts';
import { type Behaviour, type Behaviours, refusal, type Scene, toPieces, wholeAnswer } from './behaviour.ts';
import { ANSWER, OTHER_ANSWER } from './document.ts';

/** Says `text(scene)` when asked to go on. */
function goesOn(does: string, text: (scene: Scene) => string): Behaviour {
  return {
    does,
    act: (scene) => {
      if (scene.continuing === 'no') return wholeAnswer(scene);
      const pieces = toPieces(text(scene));
      return [...pieces, ...ending(pieces.length)];
    },
  };
}

const rest = ({ kept }: Scene) => ANSWER.slice(kept);
const backTo = (text: string, mark: string) => text.lastIndexOf(mark, text.length - 2) + 1;

/** What a model says that takes no assistant message as the last one. */
export const NO_PREFILL = {
  status: 400,
  body: {
    error: {
      code: 400,
      message: 'This model does not support assistant message prefill. The conversation must end with a user message.',
      metadata: { provider_name: 'Fault' },
    },
  },
};

export const CONTINUATIONS: Behaviours = {
  'ok/prefill': { does: 'well; goes on exactly, by prefill or when told to', act: wholeAnswer },
  'ok/no-prefill': {
    does: 'well; refuses an assistant message as the last one',
    act: (scene) => (scene.continuing === 'prefill' ? NO_PREFILL : wholeAnswer(scene)),
  },
  'ok/restarts-on-prefill': {
    does: 'well; takes no notice of a prefill and starts over, goes on exactly when told to',
    act: (scene) => wholeAnswer(scene.continuing === 'prefill' ? { kept: 0 } : scene),
  },
  'fault/prefill-refused': {
    does: 'refuses a prefill with 422 and words of its own',
    act: (scene) => {
      if (scene.continuing !== 'prefill') return wholeAnswer(scene);
      const message = 'Expected last role User or Tool (or Assistant with prefix True) for serving but got assistant';
      return { status: 422, body: { error: { code: 422, message, metadata: { provider_name: 'Fault' } } } };
    },
  },
  'fault/repeats': goesOn('goes on from some words before the end', ({ kept }) => ANSWER.slice(Math.max(0, kept - 60))),
  'fault/repeats-line': goesOn('goes on from the beginning of the line', ({ kept }) =>
    ANSWER.slice(backTo(ANSWER.slice(0, kept), '\n')),
  ),
  'fault/repeats-word': goesOn('goes on from the beginning of the word', ({ kept }) =>
    ANSWER.slice(backTo(ANSWER.slice(0, kept), ' ')),
  ),
  'fault/restarts': goesOn('starts over', () => ANSWER),
  'fault/restarts-preamble': goesOn(
    'starts over, with a word before it',
    () => `Here is the complete answer:\n\n${ANSWER}`,
  ),
  'fault/contradicts': goesOn('starts over, with other figures', () => OTHER_ANSWER),
  'fault/preamble': goesOn(
    'says that it goes on, then does',
    (scene) => `Sure, continuing from where I left off:\n\n${rest(scene)}`,
  ),
  'fault/space': goesOn('goes on with a space too much', (scene) => ` ${rest(scene).trimStart()}`),
  'fault/trimmed': goesOn('goes on without the white space that is due', (scene) => rest(scene).trimStart()),
  'fault/fenced': goesOn('goes on within a Markdown fence', (scene) => `\`\`\`markdown\n${rest(scene)}\`\`\``),
  'fault/quotes': goesOn(
    'repeats the last words in quotation marks, then goes on',
    ({ kept }) => `…${ANSWER.slice(Math.max(0, kept - 20))}`,
  ),
  'fault/nothing-more': goesOn('says nothing more and stops', () => ''),
  'fault/refuses-to-continue': {
    does: 'well; asked to go on it answers 503',
    act: (scene) => (scene.continuing === 'no' ? wholeAnswer(scene) : refusal(503, 'provider_unavailable')),
  },
};
