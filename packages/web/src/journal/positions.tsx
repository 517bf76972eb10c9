/** What is open now. */

import { useQuery } from '@tanstack/react-query';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { day } from '../format/dates.ts';
import { money, plain } from '../format/figures.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Wide } from '../ui/wide.tsx';

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
      <Wide label="Table of open positions" className="card">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Symbol</th>
              <th scope="col">Side</th>
              <th scope="col" className="num">
                Quantity
              </th>
              <th scope="col" className="num">
                Average price
              </th>
              <th scope="col" className="num">
                Cost
              </th>
              <th scope="col">Since</th>
              <th scope="col">Account</th>
            </tr>
          </thead>
          <tbody>
            {items.map((position) => (
              <tr key={`${position.account_id} ${position.symbol} ${position.side}`}>
                <td className="font-medium whitespace-nowrap">{position.symbol}</td>
                <td>{position.side}</td>
                <td className="num">{plain(position.quantity)}</td>
                <td className="num">{plain(position.average_price)}</td>
                <td className="num">{money(position.cost, position.currency)}</td>
                <td className="whitespace-nowrap">{day(position.opened_at, time_zone)}</td>
                <td className="whitespace-nowrap">{position.account}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
