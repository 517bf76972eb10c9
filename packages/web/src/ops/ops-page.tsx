/** For operators: how well answers come, which streams run and ran, what a stream lived through, models and jobs. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useServices } from '../app/services.tsx';
import { Forbidden } from '../ui/forbidden.tsx';
import { Page } from '../ui/page.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Figures } from './figures.tsx';
import { JobTable } from './job-table.tsx';
import { ModelTable } from './model-table.tsx';
import { OpsChips } from './ops-chips.tsx';
import { type OpsSearch, RANGE_FACTS, RANGES } from './ops-search.ts';
import { StreamDialog } from './stream-dialog.tsx';
import { StreamTable } from './stream-table.tsx';

const RANGE_OPTIONS = RANGES.map((name) => [name, RANGE_FACTS[name].label] as const);

export function OpsPage() {
  const { auth } = useServices();
  const search = useSearch({ from: '/operations' });
  const navigate = useNavigate({ from: '/operations' });
  const change = (next: OpsSearch) => void navigate({ search: next, replace: true });
  if (!auth.may('ops:read')) {
    return (
      <Forbidden title="Operations" says="This page is for operators" scope="ops:read">
        with <code className="font-mono">ops:write</code> it can also stop streams
      </Forbidden>
    );
  }
  const range = search.range ?? 'day';
  return (
    <Page
      title="Operations"
      actions={
        <Segmented
          label="Period"
          value={range}
          options={RANGE_OPTIONS}
          onChange={(next) => change({ ...search, range: next })}
        />
      }
    >
      <OpsChips search={search} onChange={change} />
      <Figures search={search} range={range} onChange={change} />
      <StreamTable search={search} onChange={change} />
      <ModelTable />
      <JobTable />
      <StreamDialog
        streamId={search.stream ?? null}
        onClose={() => {
          const { stream: _stream, ...others } = search;
          change(others);
        }}
      />
    </Page>
  );
}
