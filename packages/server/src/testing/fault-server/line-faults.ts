/** Models whose line fails, and models that are late. */
import { ending, type Step } from '../play-script.ts';
import { after, type Behaviours, before, endsBy, type Scene, toPieces, wholeAnswer } from './behaviour.ts';
import { ANSWER } from './document.ts';

const COMMENT = ': OPENROUTER PROCESSING\n\n';
const EMPTY = 'data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}\n\n';
const NOTHING = `data: ${JSON.stringify({ choices: [{ delta: { content: ' ', reasoning_details: [], tool_calls: [{ index: 0, function: {} }] } }] })}\n\n`;

function drip(scene: Scene): Step[] {
  const rest = toPieces(ANSWER.slice(scene.strikesAt));
  const slowly = rest.flatMap((piece): Step[] => [piece, { pauseMs: scene.number }]);
  return [...before(scene), ...slowly, ...ending(rest.length)];
}

export const LINE_FAULTS: Behaviours = {
  'fault/reset': { does: 'resets the connection before the headers', act: () => ({ line: 'reset' }) },
  'fault/silence': { does: 'takes the request and says nothing, not even headers', act: () => ({ line: 'silence' }) },
  'fault/silence-comments': {
    does: 'headers, then comments for ever',
    act: () => [{ again: COMMENT, everyMs: 200 }],
  },
  'fault/silence-empty': { does: 'headers, then empty deltas for ever', act: () => [{ again: EMPTY, everyMs: 200 }] },
  'fault/silence-pieces': {
    does: 'headers, then white space and pieces of tool calls with nothing in them for ever',
    act: () => [{ again: NOTHING, everyMs: 200 }],
  },
  'fault/slow-first-Ns': {
    does: 'headers and comments at once, the first token after so many seconds',
    number: 20,
    act: (scene) => [{ pauseMs: scene.number * 1000 }, ...wholeAnswer(scene)],
    actPlain: (scene) => ({ afterMs: scene.number * 1000, script: wholeAnswer(scene) }),
  },
  'fault/slow-headers-Ns': {
    does: 'even the headers only after so many seconds',
    number: 20,
    act: (scene) => ({ afterMs: scene.number * 1000, script: wholeAnswer(scene) }),
  },
  'fault/cut': endsBy('the connection breaks', { cut: true }),
  'fault/cut-reset': endsBy('the connection is reset, what is unread is lost', { cut: 'reset' }),
  'fault/truncated': endsBy('the stream ends neatly, with neither a finish reason nor `[DONE]`'),
  'fault/half-event': endsBy('the stream ends within an event', { raw: 'data: {"choices":[{"delta":{"content":"LEAK' }),
  'fault/stall': endsBy('falls silent, the connection open', { hang: true }),
  'fault/stall-comments': endsBy('falls silent but for comments', { again: COMMENT, everyMs: 200 }),
  'fault/stall-empty': endsBy('falls silent but for empty deltas', { again: EMPTY, everyMs: 200 }),
  'fault/pause-Nms': {
    does: 'rests for so long and goes on',
    at: 'prose',
    number: 600,
    act: (scene) => [...before(scene), { pauseMs: scene.number }, ...after(scene)],
  },
  'fault/drip-Nms': {
    does: 'from there on a piece each so many milliseconds: never idle, slower than the total timeout',
    at: 'prose',
    number: 900,
    act: drip,
    actPlain: (scene) => ({ afterMs: scene.number * 150, script: wholeAnswer(scene) }),
  },
  'fault/endless': {
    does: 'never ends: the same line again and again',
    at: 'end',
    act: (scene) => [...before(scene), { again: EMPTY.replace('""', '"and so on, "'), everyMs: 5 }],
  },
};
