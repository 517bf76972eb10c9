/** The filters that are set, each with a way to take it off. */
import { X } from 'lucide-react';
import { duration } from '../format/figures.ts';
import { groupValue } from '../format/words.ts';
import { FILTER_KEYS, type FilterKey, type JournalSearch } from './journal-search.ts';

const LABELS: Record<FilterKey, string> = {
  from: 'From',
  to: 'To',
  symbols: 'Symbol',
  exclude_symbols: 'Without',
  sides: 'Side',
  tags: 'Tag',
  setups: 'Setup',
  accounts: 'Account',
  asset_classes: 'Class',
  weekdays: 'Weekday',
  hours: 'Hour',
  outcomes: 'Outcome',
  min_pnl: 'P&L from',
  max_pnl: 'P&L to',
  min_holding_seconds: 'Held from',
  max_holding_seconds: 'Held to',
  first_of_day: 'First of the day',
  last_n: 'Newest',
  unit: 'Unit',
  status: 'Status',
};

const GROUPS: Partial<Record<FilterKey, string>> = { weekdays: 'weekday', hours: 'hour' };

export function FilterChips({
  search,
  onChange,
}: {
  search: JournalSearch;
  onChange: (search: JournalSearch) => void;
}) {
  // Symbol, side, outcome and status have fields of their own above the table.
  const shown = FILTER_KEYS.filter(
    (key) => search[key] !== undefined && !['sides', 'outcomes', 'status'].includes(key),
  );
  if (shown.length === 0) return null;
  const { period, trade } = search;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2">
      {shown.map((key) => (
        <li key={key}>
          <button
            type="button"
            className="btn rounded-full"
            onClick={() => {
              const { [key]: _off, ...others } = search;
              onChange(others);
            }}
          >
            {LABELS[key]}: {wordsFor(key, search[key] ?? '')}
            <X aria-hidden className="size-3.5 text-quiet" />
            <span className="sr-only">, take off</span>
          </button>
        </li>
      ))}
      <li>
        <button
          type="button"
          className="btn btn-quiet"
          onClick={() => onChange({ ...(period ? { period } : {}), ...(trade ? { trade } : {}) })}
        >
          Clear all
        </button>
      </li>
    </ul>
  );
}

function wordsFor(key: FilterKey, value: string): string {
  if (key === 'min_holding_seconds' || key === 'max_holding_seconds') return duration(Number(value));
  const group = GROUPS[key];
  return value
    .split(',')
    .map((one) => (group ? groupValue(group, one) : one.replaceAll('_', ' ')))
    .join(', ');
}
