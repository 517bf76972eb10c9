/** Prompts: their versions, a playground that asks two of them at once, experiments, and who changed what. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useServices } from '../app/services.tsx';
import { Forbidden } from '../ui/forbidden.tsx';
import { Page } from '../ui/page.tsx';
import { useReturnToOpener } from '../ui/return-focus.ts';
import { Segmented } from '../ui/segmented.tsx';
import { AuditList } from './audit-list.tsx';
import { ExperimentsView } from './experiments-view.tsx';
import type { PartProps } from './part-props.ts';
import { Playground } from './playground.tsx';
import { openedOf, type View } from './prompts-search.ts';
import { VersionsView } from './versions-view.tsx';

const VIEW_OPTIONS: readonly (readonly [View, string])[] = [
  ['versions', 'Versions'],
  ['playground', 'Playground'],
  ['experiments', 'Experiments'],
  ['audit', 'Changes'],
];

const PARTS: Record<View, (props: PartProps) => React.ReactNode> = {
  versions: VersionsView,
  playground: Playground,
  experiments: ExperimentsView,
  audit: AuditList,
};

export function PromptsPage() {
  const { auth } = useServices();
  const search = useSearch({ from: '/prompts' });
  const navigate = useNavigate({ from: '/prompts' });
  useReturnToOpener(openedOf(search));
  if (!auth.may('prompts:read')) {
    return (
      <Forbidden title="Prompts" says="This page is for who looks after the prompts" scope="prompts:read">
        with <code className="font-mono">prompts:write</code> it can also change them
      </Forbidden>
    );
  }
  const view = search.view ?? 'versions';
  const Part = PARTS[view];
  return (
    <Page
      title="Prompts"
      actions={
        <Segmented
          label="Part"
          value={view}
          options={VIEW_OPTIONS}
          onChange={(next) => void navigate({ search: { view: next } })}
        />
      }
    >
      <Part search={search} onChange={(next) => void navigate({ search: next })} />
    </Page>
  );
}
