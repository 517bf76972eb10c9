/** Good answers as only a few servers send them: they are to arrive whole, from the first call. */
import { gzipSync } from 'node:zlib';
import { ending, event, type Step } from '../play-script.ts';
import {
  after,
  amid,
  type Behaviour,
  type Behaviours,
  before,
  type Scene,
  toPieces,
  wholeAnswer,
} from './behaviour.ts';
import { ANSWER } from './document.ts';

const pieces = ({ kept }: Scene) => toPieces(ANSWER.slice(kept));
const events = ({ body }: Scene, deltas: readonly object[]) =>
  deltas.map((delta) => event(body.model, { choices: [{ index: 0, delta }] })).join('');
const SECRET = { error: { code: 500, message: 'SECRET of the provider' } };

/** The opening and the end come in pieces. */
function thinking(does: string, open: string, close: string): Behaviour {
  return {
    does,
    act: (scene): Step[] => [...toPieces(`${open}SECRET thought.${close}`), ...wholeAnswer(scene)],
    actPlain: wholeAnswer,
  };
}

export const RARE_SHAPES: Behaviours = {
  'fault/gzip': {
    does: 'compressed by gzip, though nobody asked for that',
    act: (scene) => {
      const end = event(scene.body.model, { choices: [{ delta: {}, finish_reason: 'stop' }] });
      const text = `${events(
        scene,
        pieces(scene).map((content) => ({ content })),
      )}${end}data: [DONE]\n\n`;
      return {
        status: 200,
        text: gzipSync(text),
        headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' },
      };
    },
    actPlain: wholeAnswer,
  },
  'fault/two-choices': {
    does: 'two choices at once, of which the second is another answer',
    at: 'prose',
    act: (scene) => [
      ...before(scene),
      { raw: event(scene.body.model, { choices: [{ index: 1, delta: { content: 'LEAK' }, finish_reason: 'stop' }] }) },
      ...after(scene),
    ],
    actPlain: wholeAnswer,
  },
  'fault/parts': {
    does: 'content as a list of parts, thoughts among them',
    act: (scene) => {
      const thought = { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'SECRET thought. ' }] }] };
      const parts = pieces(scene).map((text) => ({ content: [{ type: 'text', text }] }));
      return [{ raw: events(scene, [thought, ...parts]) }, ...ending(parts.length)];
    },
    actPlain: wholeAnswer,
  },
  'fault/think-tags': {
    does: 'thinks between tags before its answer',
    act: (scene): Step[] => ['<thi', 'nk>SECRET thou', 'ght.</th', 'ink>', ...wholeAnswer(scene)],
    actPlain: wholeAnswer,
  },
  'fault/think-capitals': thinking('thinks between tags in capitals', '<THINK>', '</THINK>\n'),
  'fault/think-brackets': thinking('thinks between brackets', '[THINK]', '[/THINK]'),
  'fault/think-triangles': thinking('thinks between triangles', '◁think▷', '◁/think▷\n\n'),
  'fault/think-harmony': thinking(
    'thinks in a channel, as gpt-oss does',
    '<|channel|>analysis<|message|>',
    '<|end|><|start|>assistant<|channel|>final<|message|>',
  ),
  'fault/think-r1': thinking('thinks from the first word on: the opening tag stood in its prompt', '', '</think>\n\n'),
  'fault/think-unopened': thinking(
    'the same, of a model whose name says nothing',
    'Okay, so the user asks. ',
    '\n</think>\n\n',
  ),
  'fault/think-later': {
    does: 'thinks between tags amid the answer, at the beginning of a line',
    act: (scene): Step[] => {
      // White space after a thought is none of the answer's, so it stands before one.
      const at = ANSWER.indexOf('\n\n', scene.kept) + 2;
      if (at < 2) return wholeAnswer(scene);
      const thought = '<think>SECRET thought.</think>\n';
      const texts = [ANSWER.slice(scene.kept, at), thought, ANSWER.slice(at)];
      return [...texts.flatMap(toPieces), ...ending(9)];
    },
    actPlain: wholeAnswer,
  },
  'fault/whole-message': {
    does: 'the whole message once more in the last chunk',
    act: (scene) => {
      const message = { role: 'assistant', content: ANSWER.slice(scene.kept) };
      const last = event(scene.body.model, { choices: [{ index: 0, message, finish_reason: 'stop' }] });
      return [...pieces(scene), { raw: last }, 'DONE'];
    },
    actPlain: wholeAnswer,
  },
  'fault/usage-often': amid('usage and a model’s name of its own amid the answer', {
    raw: `data: ${JSON.stringify({ choices: [], model: 'x'.repeat(9_000), usage: { prompt_tokens: 1e300, cost: 'LEAK' } })}\n\n`,
  }),
  'fault/error-after-finish': {
    does: 'an error after the finish reason `stop`',
    act: (scene) => [...pieces(scene), { finish: 'stop' }, { raw: `data: ${JSON.stringify(SECRET)}\n\n` }],
    actPlain: wholeAnswer,
  },
};
