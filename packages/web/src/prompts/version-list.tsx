/** All versions of a type, newest first. */
import { Link } from '@tanstack/react-router';
import type { PromptOverview, PromptVersionSummary } from '@tradistry/protocol';
import { Columns2, Plus } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { openerId } from '../ui/return-focus.ts';
import { ShowMore } from '../ui/show-more.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Tag } from '../ui/tag.tsx';
import type { PartProps } from './part-props.ts';
import { useVersions } from './use-prompts.ts';

export function VersionList({ overview, onChange }: PartProps & { overview: PromptOverview }) {
  const { auth } = useServices();
  const { type } = overview;
  const list = useVersions(type);
  const versions = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const [newest, before] = versions;
  return (
    <section aria-labelledby="versions" className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h2 id="versions" className="section-title">
          Versions
        </h2>
        <div className="flex flex-wrap gap-2">
          {newest && before && (
            <button
              type="button"
              id={openerId('comparison')}
              className="btn"
              onClick={() => onChange({ type, left: before.version, right: newest.version })}
            >
              <Columns2 aria-hidden className="size-4" />
              Compare two
            </button>
          )}
          {newest && auth.may('prompts:write') && (
            <button
              type="button"
              id={openerId('new-version')}
              className="btn"
              onClick={() => onChange({ type, edit: overview.version })}
            >
              <Plus aria-hidden className="size-4" />
              New version
            </button>
          )}
        </div>
      </div>
      {list.isPending && <Skeleton lines={4} label="Loading the versions" />}
      {list.isError && <ErrorNote error={list.error} onRetry={() => void list.refetch()} />}
      {versions.length > 0 && (
        <ul className="card divide-y divide-line">
          {versions.map((version) => (
            <VersionItem key={version.version} version={version} inForce={version.version === overview.version} />
          ))}
        </ul>
      )}
      <ShowMore list={list} of="versions" />
    </section>
  );
}

function VersionItem({ version: of, inForce }: { version: PromptVersionSummary; inForce: boolean }) {
  const { time_zone } = useSettings();
  const { type, version, labels, note, author, created_at } = of;
  return (
    <li>
      <Link
        to="/prompts"
        search={{ type, version }}
        className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 hover:bg-sunken/60"
      >
        <span className="w-24 font-medium tabular-nums">Version {version}</span>
        <span className="flex flex-wrap gap-1.5">
          {inForce && <Tag tone="accent">in force</Tag>}
          {labels.map((label) => (
            <Tag key={label}>{label}</Tag>
          ))}
        </span>
        <span className="min-w-0 flex-1 basis-40 wrap-break-word text-quiet">{note}</span>
        <span className="text-xs whitespace-nowrap text-quiet">
          {author}, {dateTime(created_at, time_zone)}
        </span>
      </Link>
    </li>
  );
}
