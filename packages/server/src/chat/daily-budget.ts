/** What a user may use up in a day: refused when it is spent, warned of when it is near. Days are UTC's. */
import type { WarningChunk } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { Standing } from './turn-start-ports.ts';

/** Per user and day; `null`: no limit. */
export interface DailyBudget {
  readonly tokens: number | null;
  readonly usd: number | null;
}

/** From this part of a limit on, people are told. */
const NEAR = 0.8;
/**
 * What an answer will use nobody knows before its end, and prices are not always told. So while it is written it holds this part
 * of a limit: as long as none uses more than that, a day is overdrawn by one answer at most, however many are asked for at once.
 */
const HELD = 0.2;
/** And of a small limit at least so much: hardly an answer uses less with its prompt, but many an answer uses more than a fifth. */
const LEAST_HELD = { tokens: 4_000, usd: 0.02 } as const;
const DAY_MS = 86_400_000;
/** An answer takes seconds to minutes. */
const RELEASED_MS = 5000;

export interface BudgetWatch {
  /** Throws `budget_exhausted`: what is spent comes back with the next day, what is held with the end of an answer. */
  check(standing: Standing): void;
  /** After `check`: what to say beside the answer, or nothing. */
  readonly warning: WarningChunk | null;
}

/** `null` where nothing is limited. */
export function watchBudget(budget: DailyBudget, now: Date): BudgetWatch | null {
  if (budget.tokens === null && budget.usd === null) return null;
  let warning: WarningChunk | null = null;
  return {
    check({ spent, running }) {
      const parts = partsOf(budget, spent);
      const used = parts.find(({ part }) => part >= 1);
      if (used) throw refuseSpent(used, now);
      const held = parts.find(({ part, heldByOne }) => part + running * heldByOne >= 1);
      if (held) throw refuseHeld(held);
      const near = parts.filter(({ part }) => part >= NEAR).sort((a, b) => b.part - a.part)[0];
      warning = near ? sayNear(near) : null;
    },
    get warning() {
      return warning;
    },
  };
}

interface Part {
  readonly limit: 'tokens_per_day' | 'usd_per_day';
  /** Of what. */
  readonly what: string;
  /** Of the limit: 1 is all of it. */
  readonly part: number;
  /** What each answer that is being written holds of it. */
  readonly heldByOne: number;
}

function partsOf(budget: DailyBudget, spent: Standing['spent']): Part[] {
  const partOf = (unit: keyof DailyBudget, about: Pick<Part, 'limit' | 'what'>): Part[] => {
    const limit = budget[unit];
    if (limit === null) return [];
    return [{ ...about, part: spent[unit] / limit, heldByOne: Math.max(HELD, LEAST_HELD[unit] / limit) }];
  };
  return [
    ...partOf('tokens', { limit: 'tokens_per_day', what: 'tokens' }),
    ...partOf('usd', { limit: 'usd_per_day', what: 'model costs' }),
  ];
}

function refuseSpent({ limit, what }: Part, now: Date): Refusal {
  const left = DAY_MS - (now.getTime() % DAY_MS);
  return new Refusal(
    'budget_exhausted',
    `Your budget of ${what} for today is used up. Ask again after midnight UTC, in ${sayTime(left)}; your journal's own pages go on working.`,
    { retryAfterMs: left, limit },
  );
}

function refuseHeld({ limit, what }: Part): Refusal {
  return new Refusal(
    'budget_exhausted',
    `The answers that are being written for you may use up what is left of your budget of ${what} for today. Wait for one to end, then ask again.`,
    { retryAfterMs: RELEASED_MS, limit },
  );
}

function sayNear({ what, part }: Part): WarningChunk {
  const percent = Math.floor(part * 100);
  return {
    type: 'warning',
    code: 'limit_near',
    message: `${percent} % of your budget of ${what} for today is used. It begins anew at midnight UTC.`,
  };
}

/** "5 hours", "12 minutes". */
function sayTime(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 60_000));
  const [count, unit] = minutes >= 120 ? [Math.round(minutes / 60), 'hour'] : [minutes, 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
