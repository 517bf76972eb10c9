/** Whatever a model sends as arguments is read or answered with all that is wrong; nothing it sends throws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArguments } from './read-arguments.ts';
import { TOOLS } from './tool-list.ts';

const query = TOOLS.get('query_trades');
const positions = TOOLS.get('get_positions');
if (!query || !positions) throw new Error('both tools are there');

describe('arguments of query_trades', () => {
  test('are parsed by the protocol, defaults filled in', () => {
    const read = readArguments('{"metrics":["pnl"],"filters":{"symbols":["NVDA"]}}', query.schema);
    expect(read).toMatchObject({ ok: true, args: { metrics: ['pnl'], group_by: [], time_of: 'exit' } });
  });

  test('may say null for what they leave out, and money as a number', () => {
    const read = readArguments(
      '{"metrics":["pnl"],"unit":null,"filters":{"period":{"from":"2026-01-01","to":null},"min_pnl":-12.5}}',
      query.schema,
    );
    expect(read).toMatchObject({ ok: true, args: { filters: { period: { from: '2026-01-01' }, min_pnl: '-12.5' } } });
  });

  test('may be JSON that is written once more, as a text', () => {
    const read = readArguments(JSON.stringify('{"metrics":["pnl"]}'), query.schema);
    expect(read).toMatchObject({ ok: true, given: { metrics: ['pnl'] } });
    expect(readArguments('"pnl"', query.schema)).toMatchObject({ ok: false, given: null });
  });

  test('are answered with every fault at once', () => {
    const read = readArguments(
      '{"metrics":["profit"],"group_by":"weekday","filters":{"period":{"from":"March"}},"order_by":{"key":"x"},"sql":"SELECT"}',
      query.schema,
    );
    expect(read.ok).toBe(false);
    const said = read.ok ? '' : read.faults.join('\n');
    expect(said).toMatch(/metrics\.0: .*win_rate/);
    expect(said).toMatch(/group_by: /);
    expect(said).toMatch(/filters\.period\.from: /);
    expect(said).toMatch(/order_by\.key: .*pnl.* or .*symbol/);
    expect(said).toMatch(/arguments: .*sql/);
  });
});

test.each(['', '  ', '{}', '{"x":null}'])('%j is no arguments at all', (text) => {
  expect(readArguments(text, positions.schema)).toMatchObject({ ok: true, args: {} });
});

test.each(['{', '[]', 'null', '"x"', '7', `{"a":"${'x'.repeat(30_000)}"}`, '{"a":1}}'])(
  'what is no JSON object of a tool is said to be none: %.20s',
  (text) => {
    expect(readArguments(text, query.schema)).toEqual({
      ok: false,
      given: null,
      faults: ['the arguments must be one JSON object'],
    });
  },
);

test('nothing throws, and what is refused has a fault', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.jsonValue().map((value) => JSON.stringify({ metrics: value, filters: value })),
  );
  fc.assert(
    fc.property(text, (given) => {
      for (const { schema } of TOOLS.values()) {
        const read = readArguments(given, schema);
        expect(read.ok || read.faults.length > 0).toBe(true);
      }
    }),
  );
});
