/** Calls of tools are put together from whatever pieces they come in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callAndCollect, type ModelUnderTest, type Outcome, requestOf } from '../../testing/chat-model.contract.ts';
import { ending, type Step } from '../../testing/play-script.ts';
import { startModel } from '../../testing/start-model.ts';

let model: ModelUnderTest;
beforeAll(async () => {
  model = await startModel();
});
afterAll(() => model.close());

const TOOL = { name: 'query_trades', description: 'Figures', parameters: { type: 'object' } };

function ask(...script: Step[]): Promise<Outcome> {
  model.script(script);
  return callAndCollect(model.model, requestOf({ tools: [TOOL] }));
}

const raw = (...events: unknown[]): Step => ({
  raw: events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''),
});
const choice = (delta: unknown, rest: object = {}) => ({ choices: [{ index: 0, delta, ...rest }] });

describe('calls of tools', () => {
  const delta = (...tool_calls: object[]) => raw(choice({ tool_calls }));
  const named = (name: string, args: string, rest: object = {}) => ({ ...rest, function: { name, arguments: args } });
  const shapes: [string, Step[], [name: string, args: string][]][] = [
    [
      'in pieces of which only the index is certain',
      [
        delta({ index: 0, id: 'a', ...named('one', '') }, { index: 1, id: 'b', ...named('two', '{') }),
        delta({ index: 1, function: { arguments: '"x":' } }),
        delta({ index: 0, function: { arguments: '{}' } }, { index: 1, function: { arguments: '1}' } }),
      ],
      [
        ['one', '{}'],
        ['two', '{"x":1}'],
      ],
    ],
    [
      'whole, without index or id',
      [delta(named('one', '{"a":1}'), named('two', '{}'))],
      [
        ['one', '{"a":1}'],
        ['two', '{}'],
      ],
    ],
    [
      'with what a server leaves of the harmony format',
      [delta({ index: 0, id: 'a', ...named('functions.one<|channel|>json', '{}') })],
      [['one', '{}']],
    ],
    [
      'all under one index',
      [delta({ index: 0, id: 'a', ...named('one', '{}') }), delta({ index: 0, id: 'b', ...named('two', '{}') })],
      [
        ['one', '{}'],
        ['two', '{}'],
      ],
    ],
    [
      'all under one index, and none with an id',
      [
        delta({ index: 0, id: '', ...named('one', '{"a":1}') }),
        delta({ index: 0, id: '', ...named('one', '{"a":2}') }),
      ],
      [
        ['one', '{"a":1}'],
        ['one', '{"a":2}'],
      ],
    ],
    [
      'all under one index and one id',
      [delta({ index: 0, id: 'a', ...named('one', '{}') }), delta({ index: 0, id: 'a', ...named('two', '{}') })],
      [
        ['one', '{}'],
        ['two', '{}'],
      ],
    ],
    [
      'with the name in every piece',
      [delta({ index: 0, id: 'a', ...named('one', '{"a"') }), delta({ index: 0, id: 'a', ...named('one', ':1}') })],
      [['one', '{"a":1}']],
    ],
    [
      'whose arguments are an object',
      [delta({ index: 0, function: { name: 'one', arguments: { a: 1 } } })],
      [['one', '{"a":1}']],
    ],
    ['without arguments', [delta({ index: 0, id: 'a', function: { name: 'one' } })], [['one', '{}']]],
    [
      'beside nulls and texts',
      [raw(choice({ tool_calls: [null, 'LEAK', 3] })), delta({ index: 0, function: { name: 'one', arguments: null } })],
      [['one', '{}']],
    ],
    [
      'as older servers make them',
      [
        raw(
          choice({ content: null, function_call: { name: 'one', arguments: '{"a"' } }),
          choice({ function_call: { arguments: ':1}' } }),
        ),
      ],
      [['one', '{"a":1}']],
    ],
  ];
  test.each(shapes)('%s are put together', async (_name, steps, calls) => {
    const { end, text } = await ask(...steps, ...ending(1, 'tool_calls'));
    expect(end?.finishReason).toBe('tool_calls');
    expect(end?.toolCalls.map((call) => [call.name, call.arguments])).toEqual(calls);
    expect(end?.toolCalls.every(({ id }) => id !== '')).toBe(true);
    expect(text).toBe('');
  });

  test('beside words keep the words', async () => {
    const { text, end } = await ask(
      'Let me look.',
      delta({ index: 0, id: 'a', ...named('one', '{}') }),
      ...ending(1, 'tool_calls'),
    );
    expect({ text, name: end?.toolCalls[0]?.name }).toEqual({ text: 'Let me look.', name: 'one' });
  });

  test('cut by the length are none', async () => {
    const { failure } = await ask(delta({ index: 0, id: 'a', ...named('one', '{"a') }), ...ending(1, 'length'));
    expect(failure?.failureClass).toBe('truncated');
  });

  test('that grow beyond all bounds end the call', async () => {
    const { failure } = await ask(delta({ index: 0, ...named('one', 'x'.repeat(300_000)) }), { hang: true });
    expect(failure?.failureClass).toBe('malformed');
  });
});
