/** Good answers in odd shapes, each seen in the wild: they are to arrive whole, from the first call. */
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

const pieceEvent = ({ body }: Scene, content: string) =>
  event(body.model, { choices: [{ index: 0, delta: { content } }] });
const endEvents = ({ body }: Scene) =>
  `${event(body.model, { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}data: [DONE]\n\n`;

/** The whole answer as raw events, one piece each, changed by `shape`. */
function shaped(does: string, shape: (events: string) => string, pieces = toPieces): Behaviour {
  return {
    does,
    act: (scene) => [
      ...pieces(ANSWER.slice(scene.kept)).map((piece) => ({ raw: shape(pieceEvent(scene, piece)) })),
      { raw: shape(endEvents(scene)) },
    ],
    actPlain: wholeAnswer,
  };
}

/** Every character a piece, so that a pair of surrogates comes in two. */
const inUnits = (text: string) =>
  text.split(/(?<=[\ud800-\udbff])|(?=[\udc00-\udfff])/).flatMap((part) => part.match(/[\s\S]{1,9}/g) ?? []);

/** Long enough pieces that sending single bytes stays quick. */
const inLines = (text: string) => text.match(/.*\n|.+$/g) ?? [];

function inBytes(scene: Scene): Step[] {
  const events = inLines(ANSWER.slice(scene.kept)).map((piece) => pieceEvent(scene, piece));
  const bytes = Buffer.from(events.join('') + endEvents(scene));
  return [...bytes].map((byte) => ({ bytes: Uint8Array.of(byte) }));
}

const twoDataLines = (events: string) => events.replaceAll('"choices":', '\ndata: "choices":');

export const SHAPES: Behaviours = {
  'fault/malformed': amid('one malformed event amid good ones', {
    raw: 'data: {"choices":[{"delta":{"content":"LEAK\n\n',
  }),
  'fault/not-json': amid('an event that is no JSON, and one that is a number', {
    raw: 'data: LEAK\n\ndata: 42\n\ndata: null\n\n',
  }),
  'fault/odd-deltas': amid('nulls where there is mostly something', {
    raw: 'data: {"choices":null}\n\ndata: {"choices":[{}]}\n\ndata: {"choices":[{"delta":null}]}\n\ndata: {"choices":[{"delta":{"content":null,"tool_calls":null,"reasoning":null}}],"usage":null}\n\n',
  }),
  'fault/wrong-types': amid('numbers and objects where there is mostly text', {
    raw: 'data: {"choices":[{"delta":{"content":{"LEAK":1}}}]}\n\ndata: {"choices":{"LEAK":2}}\n\ndata: {"choices":[{"delta":"LEAK","finish_reason":3}],"error":null}\n\n',
  }),
  'fault/no-done': {
    does: 'a finish reason, and no `[DONE]`',
    act: (scene) => wholeAnswer(scene).filter((step) => step !== 'DONE'),
    actPlain: wholeAnswer,
  },
  'fault/no-finish': {
    does: '`[DONE]`, and no finish reason',
    act: (scene) => wholeAnswer(scene).filter((step) => typeof step === 'string'),
    actPlain: wholeAnswer,
  },
  'fault/open-after-done': {
    does: '`[DONE]`, and the connection stays open',
    act: (scene) => [...wholeAnswer(scene), { hang: true }],
    actPlain: wholeAnswer,
  },
  'fault/cut-after-done': {
    does: '`[DONE]`, and the connection breaks',
    act: (scene) => [...wholeAnswer(scene), { cut: true }],
    actPlain: wholeAnswer,
  },
  'fault/cut-after-finish': {
    does: 'the finish reason `stop`, and the connection breaks',
    act: (scene) => [...toPieces(ANSWER.slice(scene.kept)), { finish: 'stop' }, { cut: true }],
    actPlain: wholeAnswer,
  },
  'fault/text-with-finish': {
    does: 'the last words come with the finish reason',
    act: (scene) => {
      const text = ANSWER.slice(scene.kept);
      const last = { choices: [{ index: 0, delta: { content: text.slice(-12) }, finish_reason: 'stop' }] };
      return [...toPieces(text.slice(0, -12)), { raw: event(scene.body.model, last) }, 'DONE'];
    },
    actPlain: wholeAnswer,
  },
  'fault/surrogate': shaped('every emoji split over two deltas', String, inUnits),
  'fault/bytes': { does: 'one byte a packet', act: inBytes, actPlain: wholeAnswer },
  'fault/crlf': shaped('lines that end in CR LF', (events) => events.replaceAll('\n', '\r\n')),
  'fault/cr': shaped('lines that end in CR alone', (events) => events.replaceAll('\n', '\r')),
  'fault/bom': {
    does: 'a byte order mark first',
    act: (scene) => [{ raw: `\ufeff${event(scene.body.model, { choices: [] })}` }, ...wholeAnswer(scene)],
    actPlain: wholeAnswer,
  },
  'fault/no-space': shaped('`data:` without a space', (events) => events.replaceAll('data: ', 'data:')),
  'fault/two-data-lines': shaped('each event over two `data:` lines', twoDataLines),
  'fault/named-events': shaped('events with names, ids and retry times', (events) =>
    events.replaceAll('data: ', 'event: message\nid: 7\nretry: 1000\ndata: '),
  ),
  'fault/one-write': {
    does: 'all events in one write',
    act: (scene) => {
      const events = toPieces(ANSWER.slice(scene.kept)).map((piece) => pieceEvent(scene, piece));
      return [{ raw: events.join('') + endEvents(scene) }];
    },
    actPlain: wholeAnswer,
  },
  'fault/one-delta': {
    does: 'the whole answer in one delta',
    act: (scene) => [ANSWER.slice(scene.kept), ...ending(1)],
  },
  'fault/plain-json': {
    does: 'a plain completion, though a stream was asked for',
    act: (scene) => ({
      status: 200,
      body: {
        id: 'gen-test',
        model: scene.body.model,
        choices: [
          { index: 0, message: { role: 'assistant', content: ANSWER.slice(scene.kept) }, finish_reason: 'stop' },
        ],
      },
    }),
  },
  'fault/reasoning': {
    does: 'thinks first, and between two words',
    at: 'word',
    act: (scene) => [
      { reasoning: 'SECRET thought. ' },
      ...before(scene),
      { reasoning: 'SECRET doubt. ' },
      ...after(scene),
    ],
    actPlain: wholeAnswer,
  },
  'fault/reasoning-details': {
    does: 'thinks in `reasoning_details`',
    act: (scene) => [
      { delta: { content: '', reasoning_details: [{ type: 'reasoning.text', text: 'SECRET thought. ' }] } },
      ...wholeAnswer(scene),
    ],
    actPlain: wholeAnswer,
  },
  'fault/reasoning-content': {
    does: 'thinks in `reasoning_content`, as other servers call it',
    act: (scene) => [{ delta: { content: null, reasoning_content: 'SECRET thought. ' } }, ...wholeAnswer(scene)],
    actPlain: wholeAnswer,
  },
};
