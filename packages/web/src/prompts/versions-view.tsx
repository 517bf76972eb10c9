/** One type of prompt: what its users get, all its versions, one in full, two side by side, a new one. */
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { CompareVersions } from './compare-versions.tsx';
import { InForce } from './in-force.tsx';
import type { PartProps } from './part-props.ts';
import { TYPE_OPTIONS } from './prompts-search.ts';
import { usePromptTypes } from './use-prompts.ts';
import { VersionDialog } from './version-dialog.tsx';
import { VersionForm } from './version-form.tsx';
import { VersionList } from './version-list.tsx';

export function VersionsView({ search, onChange }: PartProps) {
  const { auth } = useServices();
  const types = usePromptTypes();
  const { type = 'chat', edit, left, right } = search;
  if (types.isPending) return <Skeleton lines={8} label="Loading the prompts" />;
  if (types.isError) return <ErrorNote error={types.error} onRetry={() => void types.refetch()} />;
  const overview = types.data.items.find((each) => each.type === type);
  if (!overview) return null;
  const close = () => onChange({ type });
  const comparing = left !== undefined && right !== undefined;
  return (
    <>
      <Segmented label="Type" value={type} options={TYPE_OPTIONS} onChange={(next) => onChange({ type: next })} />
      {edit !== undefined && auth.may('prompts:write') && (
        <VersionForm
          key={`${type} ${edit}`}
          overview={overview}
          from={edit}
          onSaved={(version) => onChange({ type, version })}
          onClose={close}
        />
      )}
      {comparing && (
        <CompareVersions
          type={type}
          left={left}
          right={right}
          onChange={(versions) => onChange({ type, ...versions })}
          onClose={close}
        />
      )}
      {edit === undefined && !comparing && (
        <>
          <InForce overview={overview} />
          <VersionList overview={overview} search={search} onChange={onChange} />
        </>
      )}
      <VersionDialog overview={overview} search={search} onChange={onChange} />
    </>
  );
}
