/** Every trade that the filters let through, newest first, a page at a time. */

import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Trade } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { duration, plain } from '../format/figures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Pnl } from '../ui/pnl.tsx';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Wide } from '../ui/wide.tsx';
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
  return (
    <Wide label="Table of trades" className="card hidden md:block">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Closed</th>
            <th scope="col">Symbol</th>
            <th scope="col">Side</th>
            <th scope="col" className="num">
              Quantity
            </th>
            <th scope="col" className="num">
              Entry
            </th>
            <th scope="col" className="num">
              Exit
            </th>
            <th scope="col" className="num">
              Held
            </th>
            <th scope="col" className="num">
              {basis === 'net' ? 'Net P&L' : 'Gross P&L'}
            </th>
            <th scope="col">Tags</th>
          </tr>
        </thead>
        <tbody>
          {trades.map((trade) => (
            <tr key={trade.id} className="relative hover:bg-sunken/60">
              <td className="whitespace-nowrap text-quiet">{trade.exit_time ? day(trade.exit_time, zone) : 'open'}</td>
              <td className="whitespace-nowrap">
                <Link
                  to="/journal"
                  search={{ ...search, trade: trade.id }}
                  className="font-medium after:absolute after:inset-0 after:content-['']"
                >
                  {trade.symbol}
                </Link>
              </td>
              <td>{trade.side}</td>
              <td className="num">{plain(trade.quantity)}</td>
              <td className="num">{plain(trade.entry_price)}</td>
              <td className="num">{plain(trade.exit_price)}</td>
              <td className="num text-quiet">{duration(trade.holding_seconds)}</td>
              <td className="num">
                <Pnl value={pnlOf(trade, basis)} currency={trade.currency} />
              </td>
              <td className="max-w-40 truncate text-quiet">{trade.tags.join(', ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
