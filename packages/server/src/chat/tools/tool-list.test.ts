/** What models are told of the tools: whole, derived from the protocol, and small. */
import { GroupKey, Metric } from '@tradistry/protocol';
import { expect, test } from 'vitest';
import { TOOL_DEFINITIONS, TOOLS } from './tool-list.ts';

test('there are five tools, none of which writes', () => {
  expect([...TOOLS.keys()]).toEqual(['query_trades', 'list_trades', 'get_positions', 'search_notes', 'get_playbook']);
});

test('query_trades offers every metric and group of the protocol, and names what stood before instead of writing it twice', () => {
  const schema = TOOL_DEFINITIONS.find(({ name }) => name === 'query_trades')?.parameters;
  expect(schema).toMatchObject({
    type: 'object',
    required: ['metrics'],
    properties: {
      metrics: { type: 'array', items: { enum: Metric.options } },
      group_by: { type: 'array', items: { enum: GroupKey.options } },
      filters: { properties: { period: { properties: { from: { type: 'string', format: 'date' } } } } },
      compare_with: { type: 'object', description: 'the same as filters' },
      order_by: {
        properties: { key: { type: 'string', description: 'one of metrics, or one of group_by' } },
      },
    },
  });
});

test('all definitions together stay below 6,000 characters, some 1,500 tokens of every prompt', () => {
  expect(JSON.stringify(TOOL_DEFINITIONS).length).toBeLessThan(6000);
});

test('no definition holds what only a validator reads', () => {
  expect(JSON.stringify(TOOL_DEFINITIONS)).not.toMatch(/\$schema|additionalProperties|"pattern"|9007199254740991/);
});
