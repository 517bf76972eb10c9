/** The trades of one row of a figure: the newest ones, and the way to all of them in the journal. */

import { useQueries } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { TradeRow } from '@tradistry/protocol';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { Modal } from '../ui/modal.tsx';
import { Pnl } from '../ui/pnl.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { AnswerFigure } from './answer-figure.ts';
import { journalSearch } from './journal-search.ts';

const SHOWN = 10;

export function TradesBehind({ figure, row }: { figure: AnswerFigure; row: TradeRow }) {
  const [open, setOpen] = useState(false);
  if (row.trade_ids.length === 0) return null;
  return (
    <>
      <button
        type="button"
        className="-my-2 min-h-10 text-accent underline underline-offset-2"
        onClick={() => setOpen(true)}
      >
        Show
        <span className="sr-only"> the trades of this row</span>
      </button>
      <Modal
        open={open}
        onClose={() => setOpen(false)}
        title="Trades behind this figure"
        description={`${figure.title}, ${row.n} in all`}
      >
        <TradeList ids={row.trade_ids.slice(0, SHOWN)} />
        <Link
          to="/journal"
          search={journalSearch(figure.query, figure.result, row.group)}
          className="btn mt-4"
          onClick={() => setOpen(false)}
        >
          See them in the journal
        </Link>
      </Modal>
    </>
  );
}

function TradeList({ ids }: { ids: readonly string[] }) {
  const { api } = useServices();
  const { time_zone } = useSettings();
  const trades = useQueries({
    queries: ids.map((id) => ({
      queryKey: ['trade', id],
      queryFn: ({ signal }: { signal: AbortSignal }) => api.trade(id, signal),
    })),
  });
  if (trades.every(({ isPending }) => isPending)) return <Skeleton lines={ids.length} label="Loading the trades" />;
  return (
    <ul className="divide-y divide-line">
      {trades.flatMap(({ data: trade }) =>
        trade
          ? [
              <li key={trade.id}>
                <Link
                  to="/journal"
                  search={{ trade: trade.id }}
                  className="flex min-h-11 items-center gap-3 py-1.5 hover:text-accent"
                >
                  <span className="w-24 shrink-0 text-quiet">
                    {day(trade.exit_time ?? trade.entry_time, time_zone)}
                  </span>
                  <span className="min-w-0 flex-1 truncate font-medium">
                    {trade.symbol} <span className="font-normal text-quiet">{trade.side}</span>
                  </span>
                  <Pnl value={trade.net_pnl} currency={trade.currency} />
                </Link>
              </li>,
            ]
          : [],
      )}
    </ul>
  );
}
