/** Answers in every shape that servers give them arrive whole, and no thought is taken for an answer. */
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

let asked = 0;

/** Each time another model, for how one begins is remembered. */
function ask(...script: Step[]): Promise<Outcome> {
  model.script(script);
  return callAndCollect(model.model, requestOf({ model: `a/${++asked}`, tools: [TOOL] }));
}

const raw = (...events: unknown[]): Step => ({
  raw: events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join(''),
});
const choice = (delta: unknown, rest: object = {}) => ({ choices: [{ index: 0, delta, ...rest }] });

describe('an answer', () => {
  const shapes: [string, Step[]][] = [
    [
      'in list form',
      [raw(choice({ content: [{ type: 'text', text: 'Hello' }, ' there', { text: '.' }] })), ...ending(1)],
    ],
    [
      'with nothing where there is mostly text',
      ['Hello', raw(choice({ content: null }), choice(null)), ' there.', ...ending(1)],
    ],
    [
      'beside texts, numbers and objects in the wrong places',
      [
        'Hello',
        raw({ choices: 'LEAK' }, { choices: [null, 3] }, choice('LEAK'), choice({ content: { LEAK: 1 } }), {
          choices: [{ finish_reason: 3 }],
        }),
        raw({ usage: 'LEAK', model: 7, provider: { LEAK: 1 } }, { error: '' }, { error: null }, { error: 0 }),
        ' there.',
        ...ending(1),
      ],
    ],
    [
      'of several choices, of which it is the first',
      [
        raw({
          choices: [
            { index: 0, delta: { content: 'Hello' } },
            { index: 1, delta: { content: 'LEAK' } },
          ],
        }),
        raw({ choices: [{ index: 1, delta: { content: 'LEAK' }, finish_reason: 'stop' }] }),
        raw({
          choices: [
            { index: 1, delta: { content: 'LEAK' } },
            { index: 0, delta: { content: ' there.' } },
          ],
        }),
        ...ending(1),
      ],
    ],
    [
      'of a choice that is numbered in words',
      [raw({ choices: [null, { index: '0', delta: { content: 'Hello there.' } }] }), ...ending(1)],
    ],
    [
      'of choices that are numbered from 1',
      [
        raw({ choices: [{ index: 1, delta: { content: 'Hello there.' } }] }),
        raw({ choices: [{ index: 1, delta: {}, finish_reason: 'stop' }] }),
        raw({ choices: [{ index: 0, delta: { content: 'LEAK' } }] }),
      ],
    ],
    ['of one choice, numbered 1', [raw({ choices: [{ index: 1, message: { content: 'Hello there.' } }] }), 'DONE']],
    [
      'whose second choice comes first',
      [
        raw({ choices: [{ index: 1, delta: { content: 'LEAK' }, finish_reason: 'stop' }] }),
        raw({ choices: [{ index: 0, delta: { content: 'Hello there.' } }] }),
        raw({ choices: [{ index: 1, delta: { content: 'LEAK' } }] }),
        ...ending(1),
      ],
    ],
    [
      'with the fields of an error in each event, and nothing in them',
      [raw({ ...choice({ content: 'Hello there.' }), error: { code: null, message: '' } }), ...ending(1)],
    ],
    [
      'beside what a tool of the provider’s own found',
      ['Hello', raw(choice({ role: 'tool', content: 'LEAK' })), ' there.', ...ending(1)],
    ],
    ['of choices without a number', [raw({ choices: [{ delta: { content: 'Hello there.' } }] }), ...ending(1)]],
    [
      'whose last words come with the finish reason',
      ['Hello', raw(choice({ content: ' there.' }, { finish_reason: 'stop' })), 'DONE'],
    ],
    ['whose last words come after the finish reason', ['Hello', { finish: 'stop' }, ' there.', 'DONE']],
    ['with neither finish reason nor usage, but [DONE]', ['Hello there.', 'DONE']],
    ['with a finish reason and no [DONE]', ['Hello there.', { finish: 'stop' }]],
    ['with a finish reason, and then a line that breaks', ['Hello there.', { finish: 'stop' }, { cut: true }]],
    [
      'with a finish reason, and then an error',
      ['Hello there.', { finish: 'stop' }, { error: { code: 500, message: 'LEAK' } }],
    ],
    [
      'with more after [DONE]',
      ['Hello there.', ...ending(1), raw(choice({ content: 'LEAK' }), { error: { message: 'LEAK' } })],
    ],
    [
      'whose pieces say in words that there is no finish reason so far',
      [
        raw(
          choice({ content: 'Hello' }, { finish_reason: 'null' }),
          choice({ content: ' there.' }, { finish_reason: 'None' }),
        ),
        ...ending(1),
      ],
    ],
    [
      'whose pieces are messages',
      [raw(...['Hello', ' there', '.'].map((content) => ({ choices: [{ message: { content } }] }))), ...ending(1)],
    ],
    ['after which its model’s own mark of the end is left', ['Hello there.', '<|im_', 'end|>', ...ending(1)]],
    ['with a finish reason of a kind of its own', ['Hello there.', ...ending(1, 'end_turn')]],
    [
      'in lines that end in CR LF',
      [{ raw: 'data: {"choices":[{"delta":{"content":"Hello there."}}]}\r\n\r\ndata: [DONE]\r\n\r\n' }],
    ],
    [
      'in lines without a space',
      [{ raw: 'data:{"choices":[{"delta":{"content":"Hello there."}}]}\n\ndata:[DONE]\n\n' }],
    ],
    [
      'with comments, names and ids between',
      [{ raw: ':\n\n: x\nevent: y\nid: 3\ndata: {"choices":[{"delta":{"content":"Hello there."}}]}\n\n' }, 'DONE'],
    ],
    [
      'whose last event has no empty line',
      [{ raw: 'data: {"choices":[{"delta":{"content":"Hello there."},"finish_reason":"stop"}]}' }],
    ],
    [
      'with its whole message once more at the end',
      [
        'Hello',
        ' there.',
        raw({ choices: [{ index: 0, message: { content: 'Hello there.' }, finish_reason: 'stop' }] }),
        'DONE',
      ],
    ],
    ['in a message alone', [raw({ choices: [{ message: { content: 'Hello there.' } }] }), ...ending(1)]],
    [
      'beside calls of tools with nothing in them',
      [raw(choice({ tool_calls: [{ index: 0 }, { index: 0, function: {} }, null] })), 'Hello there.', ...ending(1)],
    ],
    ['with a line that is no event, and more after it', ['Hello', { raw: 'LEAK\n\n' }, ' there.', ...ending(1)]],
    ['with pings and states between', [raw({ type: 'ping' }, { message: 'LEAK' }), 'Hello there.', 'DONE']],
    [
      'of one huge event',
      [raw({ padding: 'x'.repeat(1_000_000), ...choice({ content: 'Hello there.' }) }), ...ending(1)],
    ],
  ];
  test.each(shapes)('%s arrives whole', async (_name, script) => {
    const { text, failure, end } = await ask(...script);
    expect({ text, failure }).toEqual({ text: 'Hello there.', failure: null });
    expect(end?.finishReason).toBe('stop');
    expect(JSON.stringify(end)).not.toContain('LEAK');
  });

  test.each(['length', 'max_tokens', 'MAX_TOKENS', 'model_length'])(
    'that ends by %s says that it was cut',
    async (how) => {
      expect((await ask('Hello', ...ending(1, how))).end).toMatchObject({ finishReason: 'length' });
    },
  );

  test('with malformed events amid good ones counts them, and shows none of them', async () => {
    const { text, end } = await ask(
      'Hello',
      raw('{"choices":[{"delta":{"content":"LEAK', 'LEAK', '42', 'null'),
      ' there.',
      ...ending(1),
    );
    expect(text).toBe('Hello there.');
    expect(end?.skippedEvents).toBe(4);
  });

  test('with a pair of surrogates split over two deltas is handed on unit by unit', async () => {
    const { text } = await ask('Up \ud83d', '\udcc8.', ...ending(1));
    expect(text).toBe('Up 📈.');
  });

  test('that came as a document though a stream was asked for is an answer', async () => {
    model.script({
      status: 200,
      body: { model: 'b/real', choices: [{ message: { content: 'Hello there.' }, finish_reason: 'stop' }] },
    });
    expect(await callAndCollect(model.model, requestOf())).toMatchObject({
      text: 'Hello there.',
      end: { model: 'b/real' },
    });
  });
});

describe('reasoning', () => {
  const thoughts: [string, Step][] = [
    ['in a field', { reasoning: 'SECRET thought' }],
    ['in a field of another name', raw(choice({ content: null, reasoning_content: 'SECRET thought' }))],
    [
      'in details',
      raw(choice({ content: '', reasoning_details: [{ type: 'reasoning.text', text: 'SECRET thought' }] })),
    ],
    ['summed up', raw(choice({ reasoning_details: [{ type: 'reasoning.summary', summary: 'SECRET thought' }] }))],
    ['as a part of the content', raw(choice({ content: [{ type: 'reasoning', text: 'SECRET thought' }] }))],
    [
      'as a part that holds parts',
      raw(choice({ content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'SECRET thought' }] }] })),
    ],
    ['as a thinking part', raw(choice({ content: [{ type: 'thinking', thinking: 'SECRET thought' }] }))],
    ['between tags', '<think>SECRET thought</think>\n\n'],
    ['in a field as Copilot calls it', raw(choice({ reasoning_text: 'SECRET thought' }))],
    ['in a field as Ollama calls it', raw(choice({ thinking: 'SECRET thought', content: '' }))],
    ['between Cohere’s marks', '<|START_THINKING|>SECRET thought<|END_THINKING|><|START_RESPONSE|>'],
    ['between long marks', '<|begin_of_thought|>SECRET thought<|end_of_thought|>\n\n<|begin_of_solution|>'],
    ['between tags that say it otherwise', '<scratchpad>SECRET thought</scratchpad>\n'],
    ['as a call of a tool that the server did not understand', '<tool_call>{"SECRET thought"}</tool_call>\n'],
    ['as a call in DeepSeek’s marks', '<｜tool▁calls▁begin｜>SECRET thought<｜tool▁calls▁end｜>\n'],
    ['between tags in capitals', '<THINK>SECRET thought</Think>\n\n'],
    ['between brackets', '[THINK]SECRET thought[/THINK]'],
    ['between triangles', '◁think▷SECRET thought◁/think▷\n'],
    [
      'in a channel of its own',
      '<|channel|>analysis<|message|>SECRET thought<|end|><|start|>assistant<|channel|>final<|message|>',
    ],
    ['whose beginning stood in the prompt, in one piece', 'SECRET thought</think>\n\n'],
    [
      'in a channel that comes in pieces',
      raw(
        ...['<|chan', 'nel|>analysis<|mess', 'age|>SECRET', ' thought<|e', 'nd|><|start|>assis', 'tant<|channel|>final']
          .concat('<|message|>')
          .map((content) => choice({ content })),
      ),
    ],
    [
      'between tags that come in pieces',
      raw(...['\n<th', 'ink>SEC', 'RET thought</thi', 'nk>', '\n\n'].map((content) => choice({ content }))),
    ],
  ];
  test.each(thoughts)('%s is no part of the answer', async (_name, thought) => {
    const { text, reasoning } = await ask(thought, 'Hello', ' there.', ...ending(1));
    expect(text).toBe('Hello there.');
    expect(reasoning).toContain('SECRET thought');
  });

  test('tags later in an answer are text like any other', async () => {
    const { text } = await ask('Write <think> to', ' think.</think>', ...ending(1));
    expect(text).toBe('Write <think> to think.</think>');
  });

  test('between tags after some text is none of it, where it begins a line', async () => {
    const { text, reasoning } = await ask('Hello\n', '<think>SECRET', ' thought</think>', '\n', 'there.', ...ending(1));
    expect({ text, reasoning }).toEqual({ text: 'Hello\nthere.', reasoning: 'SECRET thought' });
  });

  test('that was shown before its end came stays, and its end is not shown', async () => {
    const { text } = await ask('I think so.', '</thi', 'nk>\n\n', 'Hello there.', ...ending(1));
    expect(text).toBe('I think so.Hello there.');
  });

  test('is ended by the end of the answer', async () => {
    const { text } = await ask('Hello there.<|return|>', ...ending(1));
    expect(text).toBe('Hello there.');
  });

  test.each(['a [1] and [t', 'x < y <', 'a\n[', '<', '[think', '◁', '<|chan', ' <b>'])(
    'is not what only looks like it: %j',
    async (words) => {
      const { text } = await ask(...words.split(/(?<=.)/), ...ending(1));
      expect(text).toBe(words);
    },
  );

  test.each(['<think>', '[TOOL_CALLS]', '<function=query_trades>'])(
    'behind %s and never closed is no answer',
    async (mark) => {
      const { text, failure } = await ask(`${mark}SECRET`, ' thought', ...ending(1));
      expect({ text, is: failure?.failureClass }).toEqual({ text: '', is: 'empty' });
    },
  );
});
