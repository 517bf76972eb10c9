/** What a user may use up in a day: refused when it is spent, warned of when it is near. Days are UTC's. */
import type { WarningChunk } from '@tradistry/protocol';
import { Refusal } from '../refusal.ts';
import type { Spending } from './turn-start-ports.ts';

/** Per user and day; `null`: no limit. */
export interface DailyBudget {
  readonly tokens: number | null;
  readonly usd: number | null;
}

/** From this part of a limit on, people are told. */
const NEAR = 0.8;
const DAY_MS = 86_400_000;

export interface BudgetWatch {
  /** Throws `budget_exhausted`, which is over with the day. */
  check(spent: Spending): void;
  /** After `check`: what to say beside the answer, or nothing. */
  readonly warning: WarningChunk | null;
}

/** `null` where nothing is limited. Turns that run already are not counted: a budget may be overdrawn by those. */
export function watchBudget(budget: DailyBudget, now: Date): BudgetWatch | null {
  if (budget.tokens === null && budget.usd === null) return null;
  let warning: WarningChunk | null = null;
  return {
    check(spent) {
      const parts = partsOf(budget, spent);
      const used = parts.find(({ part }) => part >= 1);
      if (used) throw refuse(used.name, now);
      const near = parts.filter(({ part }) => part >= NEAR).sort((a, b) => b.part - a.part)[0];
      warning = near ? sayNear(near) : null;
    },
    get warning() {
      return warning;
    },
  };
}

interface Part {
  readonly name: string;
  /** Of the limit: 1 is all of it. */
  readonly part: number;
}

function partsOf(budget: DailyBudget, spent: Spending): Part[] {
  const part = (name: string, limit: number | null, used: number): Part[] =>
    limit === null ? [] : [{ name, part: used / limit }];
  return [...part('tokens', budget.tokens, spent.tokens), ...part('cost', budget.usd, spent.usd)];
}

function refuse(name: string, now: Date): Refusal {
  const left = DAY_MS - (now.getTime() % DAY_MS);
  return new Refusal(
    'budget_exhausted',
    `Your budget of ${name === 'tokens' ? 'tokens' : 'model costs'} for today is used up. Ask again after midnight UTC, in ${sayTime(left)}; your journal's own pages go on working.`,
    { retryAfterMs: left, limit: name === 'tokens' ? 'tokens_per_day' : 'usd_per_day' },
  );
}

function sayNear({ name, part }: Part): WarningChunk {
  const percent = Math.floor(part * 100);
  const what = name === 'tokens' ? 'tokens' : 'model costs';
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
