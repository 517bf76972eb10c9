import { expect, test } from 'vitest';
import { readOpsSearch } from '../ops/ops-search.ts';
import { readPromptsSearch } from '../prompts/prompts-search.ts';
import { onlyKnown } from './only-known.ts';

test.each([
  [readPromptsSearch, { view: 'changes', type: 'title', odd: 1 }, { type: 'title' }],
  [readOpsSearch, { show: 'nothing', range: 'week', odd: 1 }, { range: 'week' }],
])('what a page does not know of an address does not reach it by way of the router', (read, search, known) => {
  // As the router does: what a page's reader says lies over what the address says.
  expect({ ...search, ...onlyKnown<object>(read)(search) }).toEqual(known);
});
