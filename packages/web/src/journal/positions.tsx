/** What is open now. */

import { useQuery } from '@tanstack/react-query';
import type { Position } from '@tradistry/protocol';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { money, plain } from '../format/figures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ErrorNote } from '../ui/error-note.tsx';

export function Positions() {
  const { api } = useServices();
  const { time_zone } = useSettings();
  const positions = useQuery({ queryKey: ['positions'], queryFn: ({ signal }) => api.positions(signal) });
  if (positions.isError) return <ErrorNote error={positions.error} onRetry={() => void positions.refetch()} />;
  const items = positions.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section aria-labelledby="positions">
      <h2 id="positions" className="section-title mb-2">
        Open positions
      </h2>
      <DataTable
        label="Table of open positions"
        rows={items}
        columns={columnsOf(time_zone)}
        keyOf={({ account_id, symbol, side }) => `${account_id} ${symbol} ${side}`}
      />
    </section>
  );
}

function columnsOf(zone: string): readonly Column<Position>[] {
  return [
    { name: 'Symbol', className: 'font-medium whitespace-nowrap', of: ({ symbol }) => symbol },
    { name: 'Side', of: ({ side }) => side },
    { name: 'Quantity', numeric: true, of: ({ quantity }) => plain(quantity) },
    { name: 'Average price', numeric: true, of: ({ average_price }) => plain(average_price) },
    { name: 'Cost', numeric: true, of: ({ cost, currency }) => money(cost, currency) },
    { name: 'Since', className: 'whitespace-nowrap', of: ({ opened_at }) => day(opened_at, zone) },
    { name: 'Account', className: 'whitespace-nowrap', of: ({ account }) => account },
  ];
}
