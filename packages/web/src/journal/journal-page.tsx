/** The journal: headline figures, the equity curve, open positions and every trade. */
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ChartLine } from 'lucide-react';
import { useMemo } from 'react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { PERIOD_LABELS, PERIODS } from '../format/dates.ts';
import { Empty } from '../ui/empty.tsx';
import { Page } from '../ui/page.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Figures } from './figures.tsx';
import { FilterChips } from './filter-chips.tsx';
import type { JournalSearch } from './journal-search.ts';
import { Positions } from './positions.tsx';
import { TradeDialog } from './trade-dialog.tsx';
import { listFilters } from './trade-filters.ts';
import { TradeTable } from './trade-table.tsx';

const PERIOD_OPTIONS = PERIODS.map((name) => [name, PERIOD_LABELS[name]] as const);

export function JournalPage() {
  const { api } = useServices();
  const search = useSearch({ from: '/journal' });
  const navigate = useNavigate({ from: '/journal' });
  const { time_zone } = useSettings();
  const demo = useQuery({ queryKey: ['demo'], queryFn: ({ signal }) => api.demo(signal) });
  const filters = useMemo(() => listFilters(search, new Date(), time_zone), [search, time_zone]);
  const change = (next: JournalSearch) => void navigate({ search: next, replace: true });
  if (demo.data?.empty) return <EmptyJournal />;
  const ownDays = search.from !== undefined || search.to !== undefined;
  return (
    <Page
      title="Journal"
      actions={
        <Segmented
          label="Period"
          value={ownDays ? null : (search.period ?? 'all')}
          options={PERIOD_OPTIONS}
          onChange={(period) => {
            const { from: _from, to: _to, ...others } = search;
            change({ ...others, period });
          }}
        />
      }
    >
      <FilterChips search={search} onChange={change} />
      <Figures filters={filters} />
      <Positions />
      <TradeTable search={search} filters={filters} onChange={change} />
      <TradeDialog
        tradeId={search.trade ?? null}
        onClose={() => {
          const { trade: _trade, ...others } = search;
          change(others);
        }}
      />
    </Page>
  );
}

function EmptyJournal() {
  return (
    <Page title="Journal">
      <div className="card">
        <Empty icon={ChartLine} title="No trades yet">
          <p>Import a broker file, or try the demo journal from the chat.</p>
          <p className="mt-4 flex justify-center gap-2">
            <Link to="/import" className="btn btn-primary">
              Import a file
            </Link>
            <Link to="/" className="btn">
              To the chat
            </Link>
          </p>
        </Empty>
      </div>
    </Page>
  );
}
