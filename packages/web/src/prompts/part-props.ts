/** What each part of the prompts page is given: what is open, and how to open something else. */
import type { PromptsSearch } from './prompts-search.ts';

export interface PartProps {
  readonly search: PromptsSearch;
  readonly onChange: (search: PromptsSearch) => void;
}
