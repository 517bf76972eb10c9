/** One trade with its executions, and the tags and setup that the user gives it. */

import { useQuery } from '@tanstack/react-query';
import type { TradeDetail } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { duration, money, plain } from '../format/figures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { Pnl } from '../ui/pnl.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { TradeLabels } from './trade-labels.tsx';

export function TradeDialog({ tradeId, onClose }: { tradeId: string | null; onClose: () => void }) {
  const { api } = useServices();
  const trade = useQuery({
    queryKey: ['trade', tradeId],
    queryFn: ({ signal }) => api.trade(tradeId ?? '', signal),
    enabled: tradeId !== null,
  });
  const data = tradeId === null ? undefined : trade.data;
  return (
    <Modal
      open={tradeId !== null}
      onClose={onClose}
      title={data ? `${data.symbol}, ${data.side}` : 'Trade'}
      {...(data ? { description: `${data.account}${data.demo ? ', demo data' : ''}` } : {})}
      shape="side"
    >
      {trade.isError && <ErrorNote error={trade.error} onRetry={() => void trade.refetch()} />}
      {trade.isPending && tradeId !== null && <Skeleton lines={8} label="Loading the trade" />}
      {data && <TradeView trade={data} />}
    </Modal>
  );
}

function TradeView({ trade }: { trade: TradeDetail }) {
  const { time_zone } = useSettings();
  const facts: [string, string][] = [
    ['Quantity', plain(trade.quantity)],
    ['Entry', `${plain(trade.entry_price)}, ${dateTime(trade.entry_time, time_zone)}`],
    ['Exit', trade.exit_time ? `${plain(trade.exit_price)}, ${dateTime(trade.exit_time, time_zone)}` : 'still open'],
    ['Held', duration(trade.holding_seconds)],
    ['Multiplier', plain(trade.multiplier)],
    ['Gross P&L', money(trade.gross_pnl, trade.currency)],
    ['Fees', money(trade.fees, trade.currency)],
  ];
  return (
    <div className="space-y-5">
      <p className="text-2xl font-semibold">
        <Pnl value={trade.net_pnl} currency={trade.currency} />
        <span className="ml-2 text-sm font-normal text-quiet">
          net{trade.status === 'open' ? ', realized so far' : ''}
        </span>
      </p>
      <dl className="divide-y divide-line text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-4 py-2">
            <dt className="text-quiet">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <TradeLabels key={trade.id} trade={trade} />
      <Executions trade={trade} zone={time_zone} />
    </div>
  );
}

function Executions({ trade, zone }: { trade: TradeDetail; zone: string }) {
  const columns: readonly Column<TradeDetail['executions'][number]>[] = [
    { name: 'Time', className: 'whitespace-nowrap', of: ({ time }) => dateTime(time, zone) },
    { name: 'Side', of: ({ side, kind }) => side ?? kind },
    { name: 'Quantity', numeric: true, of: ({ quantity }) => plain(quantity) },
    { name: 'Price', numeric: true, of: ({ price }) => plain(price) },
    { name: 'Fees', numeric: true, of: ({ fees }) => money(fees, trade.currency) },
  ];
  return (
    <section>
      <h3 className="section-title mb-2">Executions</h3>
      <DataTable
        label="Executions"
        className="rounded-lg border border-line"
        rows={trade.executions}
        columns={columns}
        keyOf={({ id }) => id}
      />
    </section>
  );
}
