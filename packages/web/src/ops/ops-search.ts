/** What the operations page's address says: the period, what is told apart, which streams are listed, and the one that is open. */
import type { KpiDimension, TurnOutcome } from '@tradistry/protocol';

export const RANGES = ['day', 'week', 'month'] as const;
export type Range = (typeof RANGES)[number];

/** How far back each range goes, and how finely its charts are cut. */
export const RANGE_FACTS: Record<Range, { label: string; hours: number; every: 'hour' | 'day' }> = {
  day: { label: '24 hours', hours: 24, every: 'hour' },
  week: { label: '7 days', hours: 7 * 24, every: 'hour' },
  month: { label: '30 days', hours: 30 * 24, every: 'day' },
};

// Lists of the page's own, though the protocol has them: its schemas would come with them into the first load.
export const DIMENSIONS = [
  'model',
  'prompt_version',
  'instance',
  'streaming',
] as const satisfies readonly KpiDimension[];
const OUTCOMES = ['completed', 'degraded', 'stopped', 'partial', 'failed'] as const satisfies readonly TurnOutcome[];

/** Which streams are listed. */
export const SHOWN = ['all', 'running', 'fallback', ...OUTCOMES] as const;
export type Shown = (typeof SHOWN)[number];

/** Figures and streams of one model, version, instance or way alone. */
export type OpsFilters = { readonly [key in KpiDimension]?: string };

export interface OpsSearch extends OpsFilters {
  readonly range?: Range;
  readonly by?: KpiDimension;
  readonly show?: Shown;
  /** The stream that is open. */
  readonly stream?: string;
}

/** Reads an address; what is not known is left out. */
export function readOpsSearch(search: Record<string, unknown>): OpsSearch {
  const range = RANGES.find((name) => name === search['range']);
  const by = DIMENSIONS.find((name) => name === search['by']);
  const show = SHOWN.find((name) => name === search['show']);
  const stream = search['stream'];
  return {
    ...filtersOf(search),
    ...(range && { range }),
    ...(by && { by }),
    ...(show && { show }),
    ...(typeof stream === 'string' && stream !== '' && { stream }),
  };
}

/** Only the filters. The router reads `true` and `3` as what they look like: a filter is text again. */
export function filtersOf(search: { readonly [key in KpiDimension]?: unknown }): OpsFilters {
  return Object.fromEntries(
    DIMENSIONS.flatMap((key) => {
      const value = search[key];
      const given = ['string', 'number', 'boolean'].includes(typeof value) && value !== '';
      return given ? [[key, String(value)]] : [];
    }),
  );
}

/** The query of `GET /api/ops/streams` for what is shown. */
export function streamFilters(show: Shown, filters: OpsFilters): Record<string, string> {
  const chosen = { ...filters };
  if (show === 'all') return chosen;
  if (show === 'running') return { ...chosen, state: 'running' };
  return show === 'fallback' ? { ...chosen, fallback: 'true' } : { ...chosen, outcome: show };
}
