/** Whatever a provider sends, reading it ends in an answer or a failure of ours, and never in anything else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ModelFailure, type ModelSink } from '../../chat/model-ports.ts';
import { requestOf } from '../../testing/chat-model.contract.ts';
import { AnswerReader } from './answer-reader.ts';
import type { BodyTaker } from './decompress.ts';
import { Reading } from './read-body.ts';
import { createUnopenedThoughts } from './unopened-thoughts.ts';

function readerFor(
  sink: Pick<ModelSink, 'onText' | 'onReasoning'>,
  onWhole: () => void = () => undefined,
): AnswerReader {
  return new AnswerReader(requestOf(), {
    sink: { ...sink, onToolDelta: () => undefined, onFacts: () => undefined },
    onLife: () => undefined,
    onFinish: (whole) => {
      if (whole) onWhole();
    },
    others: ['b/two'],
    newCallId: () => 'call_1',
    thoughts: createUnopenedThoughts(),
  });
}

/** Reads events, or one document; answers with what came of it. */
function read(events: readonly string[], document: string | null = null) {
  const seen = { text: '', reasoning: '', stopped: 0 };
  const reader = readerFor(
    {
      onText: (content) => {
        seen.text += content;
      },
      onReasoning: (content) => {
        seen.reasoning += content;
      },
    },
    () => {
      seen.stopped += 1;
    },
  );
  try {
    for (const event of events) reader.event(event, false);
    if (document !== null) reader.document(document);
    const end = reader.end();
    return { ...seen, end, failure: null };
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    return { ...seen, end: null, failure: error };
  }
}

interface Wanted {
  readonly skims: boolean;
  /** Of each piece of text, how many deltas it is said to have come in. */
  readonly counted?: number[];
}

/** The same of a stream that comes in several reads. */
async function readStream(stream: string, cuts: readonly number[], { skims, counted = [] }: Wanted) {
  const seen = { text: '', reasoning: '' };
  const reader = readerFor({
    onText: (content, deltas = 1) => {
      seen.text += content;
      counted.push(deltas);
    },
    onReasoning: (content) => {
      seen.reasoning += content;
    },
  });
  let taker: BodyTaker | undefined;
  const reading = new Reading(
    {
      take: (given) => {
        taker = given;
      },
      abort: () => undefined,
    },
    {
      skim: (text) => (skims ? reader.skim(text) : 0),
      event: (data, cut) => reader.event(data, cut),
      error: (data) => reader.error(data),
      strangeLine: () => reader.strangeLine(),
      document: (text) => reader.document(text),
    },
  );
  await Promise.resolve();
  const bytes = Buffer.from(stream);
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  for (const [index, from] of places.slice(0, -1).entries()) {
    taker?.data(bytes.subarray(from, places[index + 1]));
    if (from % 2 === 0) await Promise.resolve();
  }
  taker?.end();
  try {
    await reading.ended;
    return { ...seen, end: reader.end(), failure: null };
  } catch (error) {
    if (!(error instanceof ModelFailure)) throw error;
    return { ...seen, end: null, failure: error.failureClass };
  }
}

const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom('', 'stop', 'length', 'error', 0, 1, null, true, [], {}, [null], [{}]),
);
const maybe = (shape: Record<string, fc.Arbitrary<unknown>>) => fc.oneof(fc.record(shape, { requiredKeys: [] }), odd);
const call = maybe({ index: odd, id: odd, function: maybe({ name: odd, arguments: odd }) });
const part = maybe({ type: odd, text: odd, thinking: odd, summary: odd });
const message = maybe({
  content: fc.oneof(fc.string(), fc.array(part, { maxLength: 3 }), odd),
  reasoning: odd,
  reasoning_content: odd,
  reasoning_details: fc.oneof(fc.array(part, { maxLength: 3 }), odd),
  tool_calls: fc.oneof(fc.array(call, { maxLength: 3 }), odd),
  function_call: odd,
  refusal: odd,
});
const choice = maybe({
  index: odd,
  delta: message,
  message,
  finish_reason: odd,
  native_finish_reason: odd,
  error: odd,
});
const event = maybe({
  choices: fc.oneof(fc.array(choice, { maxLength: 3 }), odd),
  error: maybe({ code: odd, message: odd, type: odd, metadata: odd, availability: odd }),
  usage: maybe({ prompt_tokens: odd, completion_tokens: odd, total_tokens: odd, cost: odd }),
  model: odd,
  provider: odd,
}).map((value) => JSON.stringify(value));
const line = fc.oneof(event, event, fc.string(), fc.constantFrom('[DONE]', ' [DONE] ', '', '{', 'null'));

describe('whatever comes', () => {
  test('as events, it ends as an answer or as a failure of a class', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const { end, failure, text } = read(lines);
        if (end?.finishReason === 'stop') expect(text.trim()).not.toBe('');
        if (end) expect(end.toolCalls.every(({ id, name }) => id !== '' && name !== '')).toBe(true);
        expect(end?.usage?.total_tokens ?? 0).toBeLessThanOrEqual(2e9);
        expect(end === null).toBe(failure !== null);
      }),
      { numRuns: 500 },
    );
  });

  test('what is skimmed says what it says where it is read, however the stream is cut', async () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('<think>', '</think>', ' ', '"', 'a', '\\', '\n'));
    const others = fc.constantFrom(
      {},
      {},
      { role: 'assistant', reasoning: null },
      { tool_calls: [] },
      { refusal: 'no' },
    );
    const plain = fc
      .tuple(word, others)
      .map(([content, other]) => `{"choices":[${JSON.stringify({ delta: { ...other, content } })}]}`);
    const raw = fc.oneof(
      fc.string(),
      fc.constantFrom(': waiting\n\n', 'event: error\n', '\n', 'data: [DONE]\n\n', '\r\n'),
    );
    const piece = fc.oneof(
      { weight: 9, arbitrary: plain.map((data) => `data: ${data}\n\n`) },
      raw,
      line.map((data) => `data: ${data}\n\n`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 20 }), fc.array(fc.nat(2000)), async (pieces, cuts) => {
        const stream = pieces.join('');
        expect(await readStream(stream, cuts, { skims: true })).toEqual(
          await readStream(stream, cuts, { skims: false }),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('what is skimmed counts as the tokens it is made of', async () => {
    const events = ['The', ' first', ' hour', ' costs', ' most'].map(
      (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
    );
    const stream = `${events.join('')}data: [DONE]\n\n`;
    const [first = ''] = events;
    const [skimmed, read]: [number[], number[]] = [[], []];
    const { text } = await readStream(stream, [first.length], { skims: true, counted: skimmed });
    await readStream(stream, [first.length], { skims: false, counted: read });
    // The first word waits for the second, for it might begin a thought.
    expect([text, skimmed, read]).toEqual(['The first hour costs most', [4], [1, 1, 1, 1]]);
  });

  test('as a document, it ends so too', () => {
    fc.assert(
      fc.property(line, (text) => {
        const { end, failure } = read([], text);
        expect(end === null).toBe(failure !== null);
      }),
      { numRuns: 300 },
    );
  });

  test('amid an answer that is no delta of it, the answer is what the deltas say', () => {
    const noise = fc.constantFrom(
      '{',
      'x',
      '{"choices":[]}',
      '{"choices":[{"index":1,"delta":{"content":"LEAK"}}]}',
      '{"choices":null}',
      '7',
    );
    const piece = fc.string({ minLength: 1 }).map((content) => ({ content }));
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, noise), { maxLength: 20 }), (steps) => {
        const pieces = steps.flatMap((step) => (typeof step === 'string' ? [] : [step.content]));
        const lines = steps.map((step) =>
          typeof step === 'string' ? step : JSON.stringify({ choices: [{ delta: step }] }),
        );
        // A tag at its beginning is another matter.
        fc.pre(!pieces.join('').trimStart().startsWith('<'));
        const begun = '{"choices":[{"index":0,"delta":{"role":"assistant"}}]}';
        expect(read([begun, ...lines, '[DONE]', '{"choices":[{"delta":{"content":"LEAK"}}]}']).text).toBe(
          pieces.join(''),
        );
      }),
    );
  });
});

describe('a thought between tags', () => {
  const tags = ['think', 'thinking', 'reasoning'];

  test('is none of the answer, wherever its text is cut into deltas', () => {
    const words = fc.string({ unit: fc.constantFrom('a', ' ', '<', '>', '/', 'think', '\n'), maxLength: 20 });
    fc.assert(
      fc.property(fc.constantFrom(...tags), words, fc.array(fc.nat(80), { maxLength: 8 }), (tag, thought, cuts) => {
        fc.pre(!/<\/(think|thinking|reasoning)>/.test(thought));
        const whole = `<${tag}>${thought}</${tag}>\n\nThe answer.`;
        const points = [...new Set([0, ...cuts.map((cut) => Math.min(cut, whole.length)), whole.length])].sort(
          (a, b) => a - b,
        );
        const deltas = points.slice(1).map((end, n) => whole.slice(points[n], end));
        const lines = deltas.map((content) => JSON.stringify({ choices: [{ delta: { content } }] }));
        const { text, reasoning } = read([...lines, '[DONE]']);
        expect({ text, reasoning }).toEqual({ text: 'The answer.', reasoning: thought });
      }),
    );
  });
});
