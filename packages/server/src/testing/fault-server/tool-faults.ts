/** Models that call tools, well and badly. */
import { ending, type Step } from '../play-script.ts';
import { type Behaviour, type Behaviours, type Scene, wholeAnswer } from './behaviour.ts';

const ARGUMENTS: Readonly<Record<string, string>> = {
  query_trades: '{"metrics":["pnl","trades"]}',
  list_trades: '{"limit":3}',
  get_positions: '{}',
  search_notes: '{"query":"opening range"}',
  get_playbook: '{}',
};

const delta = (...calls: object[]): Step => ({ delta: { tool_calls: calls } });

/** Id and name first, then the arguments in pieces that carry the index alone. */
function callInPieces(index: number, name: string, text: string): Step[] {
  const first = { index, id: `call_${index}_${name}`, type: 'function', function: { name, arguments: '' } };
  const pieces = text.match(/[\s\S]{1,5}/g) ?? [];
  return [delta(first), ...pieces.map((piece) => delta({ index, function: { arguments: piece } }))];
}

/** Calls by `steps` until `rounds` were answered; without tools on offer it just answers. */
function calls(does: string, rounds: number, steps: (scene: Scene) => Step[]): Behaviour {
  return {
    does,
    act: (scene) => {
      const enough = scene.toolRounds >= rounds || scene.toolNames.length === 0 || scene.kept > 0;
      return enough ? wholeAnswer(scene) : [...steps(scene), ...ending(20, 'tool_calls')];
    },
  };
}

const known = ({ toolNames }: Scene) => toolNames.filter((name) => name in ARGUMENTS);
const callAll = (scene: Scene) =>
  known(scene).flatMap((name, index) => callInPieces(index, name, ARGUMENTS[name] ?? '{}'));
const callOne = (text: string) => (scene: Scene) => callInPieces(0, known(scene)[0] ?? 'query_trades', text);

/** The pieces of two calls mixed, as some providers send them. */
function interleaved(scene: Scene): Step[] {
  const [one = 'query_trades', two = 'list_trades'] = known(scene);
  const first = callInPieces(0, one, ARGUMENTS[one] ?? '{}');
  const second = callInPieces(1, two, ARGUMENTS[two] ?? '{}');
  return Array.from({ length: Math.max(first.length, second.length) }, (_, n) => [first[n], second[n]])
    .flat()
    .filter((step) => step !== undefined);
}

export const TOOL_FAULTS: Behaviours = {
  'fault/tools': calls('calls every tool it is offered, in pieces, then answers', 1, callAll),
  'fault/tools-interleaved': calls('the pieces of two calls come mixed', 1, interleaved),
  'fault/tools-no-id': calls('a call without an id, whole in one delta', 1, (scene) => {
    const name = known(scene)[0] ?? 'query_trades';
    return [delta({ index: 0, function: { name, arguments: ARGUMENTS[name] ?? '{}' } })];
  }),
  'fault/tools-stop': {
    does: 'calls a tool, and its finish reason is `stop`',
    act: (scene) => {
      if (scene.toolRounds > 0 || scene.toolNames.length === 0 || scene.kept > 0) return wholeAnswer(scene);
      return [...callAll(scene), ...ending(20, 'stop')];
    },
  },
  'fault/tools-bad-arguments': calls('arguments that are no JSON, every time', 50, callOne('{"metrics": [pnl')),
  'fault/tools-wrong-arguments': calls(
    'arguments that no schema allows, every time',
    50,
    callOne('{"metrics":"all","SECRET":1}'),
  ),
  'fault/tools-unknown': calls('calls a tool that there is not, once', 1, () =>
    callInPieces(0, 'delete_everything', '{}'),
  ),
  'fault/tools-unasked': {
    does: 'lists no tools, and calls one all the same, the first time',
    tools: false,
    act: (scene) => {
      if (scene.call > 1 || scene.kept > 0) return wholeAnswer(scene);
      return [...callInPieces(0, 'query_trades', ARGUMENTS['query_trades'] ?? '{}'), ...ending(20, 'tool_calls')];
    },
    actPlain: wholeAnswer,
  },
  'fault/tools-for-ever': calls('calls tools and never answers while it may', 50, callAll),
  'fault/tools-cut': calls('the connection breaks within a tool call', 50, (scene) => [
    ...callAll(scene).slice(0, 3),
    { cut: true },
  ]),
  'fault/tools-refused': {
    does: 'lists no tools, and 404 when it is offered some',
    tools: false,
    act: (scene) => {
      if (scene.toolNames.length === 0) return wholeAnswer(scene);
      const message = 'No endpoints found that support tool use. To learn more about provider routing, see the docs.';
      return { status: 404, body: { error: { code: 404, message } } };
    },
  },
};
