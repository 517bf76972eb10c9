/** The key figures of a time, from what the database added up. */
import type { Kpis, Summary, SummaryQuery } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { OpsStore, SummaryPlan, SummedTurns } from './ports.ts';
import { timesOf } from './times-of.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Beyond it days are added up, not hours: they are what is kept for long. */
const MOST_HOURS_MS = 32 * DAY_MS;

/** Throws `invalid_request` where the time is none, or too long for rows by hour. */
export async function summarize(store: Pick<OpsStore, 'summarize'>, query: SummaryQuery, now: Date): Promise<Summary> {
  const plan = toPlan(query, now);
  const summed = await store.summarize(plan);
  const total = toKpis(summed.find(({ total }) => total) ?? NOTHING);
  const rows = summed.filter(({ total }) => !total).map(toRow);
  const { from, to, every, by } = plan;
  return { from: from.toISOString(), to: to.toISOString(), every, by: [...by], total, rows };
}

function toPlan(query: SummaryQuery, now: Date): SummaryPlan {
  const { every = null, by, model, prompt_version, instance, streaming } = query;
  const to = query.to ? Date.parse(query.to) : now.getTime();
  const from = query.from ? Date.parse(query.from) : to - DAY_MS;
  if (from >= to) throw invalid('from', 'must be before "to"');
  if (every === 'hour' && to - from > MOST_HOURS_MS)
    throw invalid('every', 'must be "day" where the time is longer than 32 days');
  const step = every === 'day' || to - from > MOST_HOURS_MS ? DAY_MS : HOUR_MS;
  return {
    from: new Date(Math.floor(from / step) * step),
    to: new Date(Math.ceil(to / step) * step),
    ...{ every, by },
    only: { model, prompt_version, instance, streaming },
  };
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid_request', `"${path}" ${message}.`, { errors: [{ path, message }] });
}

const NO_TIMES = { sum: 0, buckets: {} };
const NOTHING: SummedTurns = {
  ...{ total: true, at: null, model: null, prompt_version: null, instance: null, streaming: null },
  ...{ completed: 0, degraded: 0, stopped: 0, partial: 0, failed: 0, fallbacks: 0 },
  ...{ promptTokens: 0, completionTokens: 0, costUsd: '0' },
  ...{ firstToken: NO_TIMES, duration: NO_TIMES, longestGap: NO_TIMES, reading: NO_TIMES },
};

function toRow(summed: SummedTurns) {
  const { at, model, prompt_version, instance, streaming } = summed;
  return { at: at?.toISOString() ?? null, model, prompt_version, instance, streaming, ...toKpis(summed) };
}

function toKpis(summed: SummedTurns): Kpis {
  const { completed, degraded, stopped, partial, failed, fallbacks } = summed;
  const counted = completed + degraded + partial + failed;
  const rate = (count: number) => (counted === 0 ? null : count / counted);
  return {
    turns: counted + stopped,
    ...{ completed, degraded, stopped, partial, failed },
    success_rate: rate(completed),
    available_rate: rate(completed + degraded),
    error_rate: rate(degraded + partial + failed),
    fallback_rate: rate(fallbacks),
    first_token_ms: timesOf(summed.firstToken),
    duration_ms: timesOf(summed.duration),
    longest_gap_ms: timesOf(summed.longestGap),
    reading_ms: timesOf(summed.reading),
    prompt_tokens: summed.promptTokens,
    completion_tokens: summed.completionTokens,
    cost_usd: summed.costUsd,
  };
}
