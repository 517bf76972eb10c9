/** The tools a model may call: all read-only, all run as the user. */
import type { ToolDefinition } from '../model-ports.ts';
import { getPlaybook } from './get-playbook.ts';
import { getPositions } from './get-positions.ts';
import { toJsonSchema } from './json-schema.ts';
import { listTrades } from './list-trades.ts';
import { queryTrades } from './query-trades.ts';
import { searchNotes } from './search-notes.ts';

/** By name, in the order in which models see them. */
export const TOOLS = new Map(
  [queryTrades, listTrades, getPositions, searchNotes, getPlaybook].map((tool) => [tool.name, tool]),
);

/** What a request to a model says of them. */
export const TOOL_DEFINITIONS: readonly ToolDefinition[] = [...TOOLS.values()].map(({ name, description, schema }) => ({
  name,
  description,
  parameters: toJsonSchema(schema),
}));
