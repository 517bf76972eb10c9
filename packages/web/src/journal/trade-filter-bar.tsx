/** Narrows the journal by symbol, side, outcome and whether a trade is closed. */
import { Search } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { FilterKey, JournalSearch } from './journal-search.ts';

const CHOICES = [
  ['sides', 'Side', ['long', 'short']],
  ['outcomes', 'Outcome', ['win', 'loss', 'break_even']],
  ['status', 'Status', ['closed', 'open']],
] as const;

export function TradeFilterBar({
  search,
  onChange,
}: {
  search: JournalSearch;
  onChange: (search: JournalSearch) => void;
}) {
  const set = (key: FilterKey, value: string) => {
    const { [key]: _before, ...others } = search;
    onChange(value === '' ? others : { ...others, [key]: value });
  };
  return (
    <div className="grid w-full grid-cols-3 gap-2 sm:flex sm:w-auto">
      <SymbolField value={search.symbols ?? ''} onSearch={(symbols) => set('symbols', symbols)} />
      {CHOICES.map(([key, label, values]) => (
        <select
          key={key}
          aria-label={label}
          className="field sm:w-auto"
          value={search[key] ?? ''}
          onChange={(event) => set(key, event.target.value)}
        >
          <option value="">{label}: any</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {value.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}

function SymbolField({ value, onSearch }: { value: string; onSearch: (symbols: string) => void }) {
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(text.trim());
  };
  return (
    <search className="col-span-3">
      <form onSubmit={submit} className="relative sm:w-44">
        <Search aria-hidden className="absolute top-3 left-3 size-4 text-quiet md:top-2.5" />
        <input
          aria-label="Symbol"
          className="field pl-9"
          value={text}
          placeholder="Symbol, Enter"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onBlur={() => text.trim() !== value && onSearch(text.trim())}
        />
      </form>
    </search>
  );
}
