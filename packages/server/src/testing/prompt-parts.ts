/** What a prompt is made of, in tests: as much of each part as is asked for, each told apart by its number. */
import type { Position, Settings, Trade, TradeResult } from '@tradistry/protocol';
import type { ChatSummary, PromptNote } from '../chat/prompt-input-ports.ts';
import type { ContextParts } from '../chat/trim-context.ts';
import type { HistoryMessage } from '../chat/turn-store-ports.ts';

const SETTINGS: Settings = {
  time_zone: 'Europe/Berlin',
  currency: 'USD',
  fee_basis: 'net',
  unit: 'trade',
  matching: 'fifo',
  model: null,
};

const NOTHING: TradeResult = {
  rows: [],
  definitions: {},
  unit: 'trade',
  fee_basis: 'net',
  time_zone: 'Europe/Berlin',
  time_of: 'exit',
  period: { from: null, to: null },
  n: 0,
  completeness: { included: 0, matching: 0, open: 0, in_review: 0 },
};

export interface Sizes {
  /** Questions, each with its answer. */
  readonly rounds?: number;
  readonly summary?: boolean;
  readonly notes?: number;
  readonly trades?: number;
  readonly positions?: number;
}

/** Texts are `question 1`, `answer 1`, `note 1`, and symbols `TRADE1`, `POSITION1`. */
export function promptParts({
  rounds = 0,
  summary = false,
  notes = 0,
  trades = 0,
  positions = 0,
}: Sizes = {}): ContextParts {
  const count = (length: number) => Array.from({ length }, (_, n) => n + 1);
  return {
    question: 'How did I do?',
    history: count(rounds).flatMap((n): HistoryMessage[] => [
      { role: 'user', content: `question ${n}` },
      { role: 'assistant', content: `answer ${n}` },
    ]),
    prompt: {
      now: new Date('2026-03-01T12:00:00Z'),
      settings: SETTINGS,
      allTime: NOTHING,
      recent: NOTHING,
      figures: [],
      summary: summary ? aSummary() : null,
      notes: count(notes).map((n) => aNote(n)),
      lastTrades: count(trades).map((n) => aTrade(`TRADE${n}`)),
      positions: count(positions).map((n) => aPosition(`POSITION${n}`)),
    },
  };
}

function aSummary(): ChatSummary {
  const asOf = new Date('2026-03-01T12:00:00.000Z');
  return { by: 'model', text: '- asked about Mondays', asOf, upTo: asOf, covers: 20 };
}

function aNote(n: number): PromptNote {
  const text = `note ${n}`;
  return { n, kind: 'note', id: text, title: '', text, date: '2026-03-01', symbols: [] };
}

function aTrade(symbol: string): Trade {
  return {
    ...{ id: symbol, unit: 'trade', account_id: 'a', account: 'IRA', symbol, underlying: symbol, asset_class: 'stock' },
    ...{ side: 'long', status: 'closed', quantity: '10', entry_price: '1', exit_price: '2', multiplier: '1' },
    ...{ entry_time: '2026-03-01T14:30:00.000Z', exit_time: '2026-03-01T15:00:00.000Z', gross_pnl: '10', fees: '1' },
    ...{ net_pnl: '9', currency: 'USD', holding_seconds: 1800, tags: [], setup: null, demo: false },
  };
}

function aPosition(symbol: string): Position {
  return {
    ...{ account_id: 'a', account: 'IRA', symbol, underlying: symbol, asset_class: 'stock', side: 'long' },
    ...{ quantity: '10', average_price: '1', multiplier: '1', cost: '10', currency: 'USD' },
    opened_at: '2026-03-01T14:30:00.000Z',
  };
}
