/** An event that is not read says what reading it would say, or it is read. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AlikeEvents } from './alike-events.ts';

const chunk = (content: string, beside: object = {}) =>
  JSON.stringify({
    id: 'gen-1',
    provider: 'Bench',
    choices: [{ index: 0, delta: { role: 'assistant', content }, finish_reason: null }],
    ...beside,
  });

/** What `alike` says of an event without reading it. */
function textOf(alike: AlikeEvents, data: string): string | null {
  const { said, events } = alike.skim(`data: ${data}\n\n`);
  return events === 0 ? null : said;
}

function learnt(content: string): AlikeEvents {
  const alike = new AlikeEvents();
  alike.learn(chunk(content), content);
  return alike;
}

test('text is read, whatever is in it', () => {
  const alike = learnt('The');
  const texts = [' first', 'a "quote"', 'back\\slash', '\n\n', '\u2028', '“€”', '', '"}', 'The'];
  expect(texts.map((text) => textOf(alike, chunk(text)))).toEqual(texts);
  expect(textOf(alike, chunk('é').replace('é', '\\u00e9'))).toBe('é');
});

test('those that come together are read together, up to the first other', () => {
  const alike = learnt('The');
  const [first, second, other] = [chunk(' first'), chunk(' "'), chunk(' third', { id: 'gen-2' })];
  const stream = [first, second, other, chunk('!')].map((data) => `data: ${data}\n\n`).join('');
  expect(alike.skim(stream)).toEqual({ end: stream.indexOf(`data: ${other}`), said: ' first "', events: 2 });
  expect(alike.skim(`data: ${first}\n\ndata: ${second}\n`)).toMatchObject({ said: ' first', events: 1 });
  expect(alike.skim(`data: ${first}\r\n\r\n`)).toMatchObject({ end: 0, events: 0 });
});

test('what says anything else is not taken for alike', () => {
  const alike = learnt('The');
  const others = [
    chunk('a', { usage: { total_tokens: 1 } }),
    chunk('a', { id: 'gen-2' }),
    chunk('a').replace('null', '"stop"'),
    chunk('a').replace('"content":"a"', '"content":"a","reasoning":"b"'),
    chunk('a').replace('"a"', 'null'),
    chunk('a').slice(0, -1),
    chunk('a').replace('"a"', '"a\\"'),
    '[DONE]',
    '',
  ];
  expect(others.map((data) => textOf(alike, data))).toEqual(others.map(() => null));
  expect(textOf(new AlikeEvents(), chunk('a'))).toBeNull();
});

test('a text that only seems to be the answer is not learnt', () => {
  const data = '{"note":{"content":"The"},"choices":[{"delta":{"content":"The"}}]}';
  const alike = new AlikeEvents();
  alike.learn(data, 'The');
  expect(textOf(alike, data)).toBeNull();
});

describe('whatever comes', () => {
  const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme' }), fc.constantFrom('"', '\\', '"}', '\\"', '\n'));
  const beside = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 3 });
  /** A part of what was sent is another. */
  const fault = fc.record({ at: fc.nat(200), length: fc.nat(3), put: fc.oneof(text, fc.constant('')) });

  test('it is read, or its text is that of the event and all else is as it was', () => {
    fc.assert(
      fc.property(fc.record({ beside, first: text, next: text, broken: fc.option(fault) }), (tried) => {
        const { beside: others, first, next, broken } = tried;
        const event = (content: string) => ({ ...others, choices: [{ delta: { content } }] });
        const alike = new AlikeEvents();
        alike.learn(JSON.stringify(event(first)), first);
        const sent = JSON.stringify(event(next));
        const data = broken ? sent.slice(0, broken.at) + broken.put + sent.slice(broken.at + broken.length) : sent;
        const stream = `data: ${data}\n\n`;
        const { end, said, events } = alike.skim(stream);
        const read = events === 1 ? stream.slice('data: '.length, end) : JSON.stringify(event(said));
        expect(JSON.parse(read)).toEqual(JSON.parse(JSON.stringify(event(said))));
      }),
      { numRuns: 2000 },
    );
  });
});

test('answers whose events are never alike are not compared for ever', () => {
  const alike = new AlikeEvents();
  for (let n = 0; n < 100; n += 1) alike.learn(chunk('a', { n }), 'a');
  alike.learn(chunk('a'), 'a');
  expect(textOf(alike, chunk('b'))).toBeNull();
});

test('one whose events are alike for a while is learnt again each time', () => {
  const alike = new AlikeEvents();
  for (let n = 0; n < 100; n += 1) {
    alike.learn(chunk('a', { n }), 'a');
    const read = Array.from({ length: 8 }, () => textOf(alike, chunk('b', { n })));
    expect(read).toEqual(read.map(() => 'b'));
  }
});
