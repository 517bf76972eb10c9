/** Every trade that the filters let through, newest first, a page at a time. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Trade } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { duration, plain } from '../format/figures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Pnl } from '../ui/pnl.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { JournalFilters, JournalSearch } from './journal-search.ts';
import { TradeFilterBar } from './trade-filter-bar.tsx';

interface TableProps {
  search: JournalSearch;
  filters: JournalFilters;
  onChange: (search: JournalSearch) => void;
}

export function TradeTable({ search, filters, onChange }: TableProps) {
  const { api } = useServices();
  const settings = useSettings();
  const list = useInfiniteQuery({
    queryKey: ['trades', filters, settings.unit],
    queryFn: ({ pageParam, signal }) => api.trades(filters, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
  const trades = list.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section aria-labelledby="trades" className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="trades" className="section-title">
          Trades
        </h2>
        <TradeFilterBar search={search} onChange={onChange} />
      </div>
      {list.isPending && <Skeleton lines={8} label="Loading the trades" />}
      {list.isError && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && trades.length === 0 && (
        <p className="card px-4 py-8 text-center text-quiet">No trade fits these filters.</p>
      )}
      {trades.length > 0 && (
        <>
          <Cards trades={trades} search={search} zone={settings.time_zone} basis={settings.fee_basis} />
          <Rows trades={trades} search={search} zone={settings.time_zone} basis={settings.fee_basis} />
        </>
      )}
      <ShowMore list={list} of="trades" />
    </section>
  );
}

interface TradesProps {
  trades: readonly Trade[];
  search: JournalSearch;
  zone: string;
  basis: 'net' | 'gross';
}

function pnlOf(trade: Trade, basis: TradesProps['basis']): string {
  return basis === 'net' ? trade.net_pnl : trade.gross_pnl;
}

/** The narrow form. */
function Cards({ trades, search, zone, basis }: TradesProps) {
  return (
    <ul className="card divide-y divide-line md:hidden">
      {trades.map((trade) => (
        <li key={trade.id}>
          <Link
            to="/journal"
            search={{ ...search, trade: trade.id }}
            className="flex min-h-14 items-center gap-3 px-4 py-2"
          >
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{trade.symbol}</span>
              <span className="block text-xs text-quiet">
                {trade.side}, {plain(trade.quantity)} · {day(trade.exit_time ?? trade.entry_time, zone)}
                {trade.status === 'open' ? ' · open' : ''}
              </span>
            </span>
            <Pnl value={pnlOf(trade, basis)} currency={trade.currency} />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Rows({ trades, search, zone, basis }: TradesProps) {
  const columns: readonly Column<Trade>[] = [
    {
      name: 'Closed',
      className: 'whitespace-nowrap text-quiet',
      of: ({ exit_time }) => (exit_time ? day(exit_time, zone) : 'open'),
    },
    {
      name: 'Symbol',
      className: 'whitespace-nowrap',
      of: ({ id, symbol }) => (
        <Link
          to="/journal"
          search={{ ...search, trade: id }}
          className="font-medium after:absolute after:inset-0 after:content-['']"
        >
          {symbol}
        </Link>
      ),
    },
    { name: 'Side', of: ({ side }) => side },
    { name: 'Quantity', numeric: true, of: ({ quantity }) => plain(quantity) },
    { name: 'Entry', numeric: true, of: ({ entry_price }) => plain(entry_price) },
    { name: 'Exit', numeric: true, of: ({ exit_price }) => plain(exit_price) },
    { name: 'Held', numeric: true, className: 'text-quiet', of: (trade) => duration(trade.holding_seconds) },
    {
      name: basis === 'net' ? 'Net P&L' : 'Gross P&L',
      numeric: true,
      of: (trade) => <Pnl value={pnlOf(trade, basis)} currency={trade.currency} />,
    },
    { name: 'Tags', className: 'max-w-40 truncate text-quiet', of: ({ tags }) => tags.join(', ') },
  ];
  return (
    <DataTable
      label="Table of trades"
      className="card hidden md:block"
      leads
      rows={trades}
      columns={columns}
      keyOf={({ id }) => id}
    />
  );
}
