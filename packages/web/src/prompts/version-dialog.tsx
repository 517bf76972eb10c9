/** One version in full: its text, examples and settings, where it came from, and what can be done with it. */
import { Link } from '@tanstack/react-router';
import type { PromptOverview, PromptVersion } from '@tradistry/protocol';
import { Columns2, FlaskConical, Pencil } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { Modal } from '../ui/modal.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import type { PartProps } from './part-props.ts';
import { useVersion } from './use-prompts.ts';
import { VersionLabels } from './version-labels.tsx';

interface DialogProps extends PartProps {
  readonly overview: PromptOverview;
}

export function VersionDialog({ overview, search, onChange }: DialogProps) {
  const { type } = overview;
  const open = search.version ?? null;
  const version = useVersion(type, open);
  const { version: _closed, ...others } = search;
  return (
    <Modal open={open !== null} onClose={() => onChange(others)} title={`${type}, version ${open ?? ''}`} shape="side">
      {version.isError && <ErrorNote error={version.error} onRetry={() => void version.refetch()} />}
      {version.isPending && open !== null && <Skeleton lines={8} label="Loading the version" />}
      {version.data && open !== null && <InFull version={version.data} overview={overview} />}
    </Modal>
  );
}

function InFull({ version: of, overview }: { version: PromptVersion; overview: PromptOverview }) {
  return (
    <div className="space-y-5">
      <Facts version={of} />
      <Ways version={of} overview={overview} />
      <VersionLabels version={of} overview={overview} />
      <section aria-label="Template">
        <h3 className="label">Template</h3>
        <pre className="rounded-lg border border-line bg-sunken p-3 font-mono text-xs whitespace-pre-wrap wrap-break-word">
          {of.template}
        </pre>
      </section>
      <Examples examples={of.examples} />
    </div>
  );
}

function Facts({ version: { note, author, created_at, parent, settings } }: { version: PromptVersion }) {
  const { time_zone } = useSettings();
  const set = Object.entries(settings).map(([name, value]) => `${name} ${value}`);
  return (
    <div className="space-y-1 text-sm">
      {note && <p className="text-base wrap-break-word">{note}</p>}
      <p className="text-quiet">
        By {author}, {dateTime(created_at, time_zone)}
        {parent !== null && `, from version ${parent}`}
      </p>
      <p className="text-quiet">
        {set.length > 0 ? `Asked with ${set.join(', ')}.` : 'Asked with the settings that are configured.'}
      </p>
    </div>
  );
}

function Ways({ version: { type, version }, overview }: { version: PromptVersion; overview: PromptOverview }) {
  const { auth } = useServices();
  const other = overview.version === version ? (overview.labels['latest'] ?? version) : overview.version;
  return (
    <div className="flex flex-wrap gap-2">
      {other !== version && (
        <Link to="/prompts" search={{ type, left: other, right: version }} className="btn">
          <Columns2 aria-hidden className="size-4" />
          Compare with {other}
        </Link>
      )}
      {type === 'chat' && (
        <Link to="/prompts" search={{ view: 'playground', left: overview.version, right: version }} className="btn">
          <FlaskConical aria-hidden className="size-4" />
          Try it
        </Link>
      )}
      {auth.may('prompts:write') && (
        <Link to="/prompts" search={{ type, edit: version }} className="btn">
          <Pencil aria-hidden className="size-4" />
          New version from it
        </Link>
      )}
    </div>
  );
}

function Examples({ examples }: Pick<PromptVersion, 'examples'>) {
  if (examples.length === 0) return null;
  return (
    <section aria-label="Examples">
      <h3 className="label">Examples</h3>
      <ol className="space-y-3">
        {examples.map(({ question, answer }) => (
          <li key={question} className="rounded-lg border border-line p-3 text-sm whitespace-pre-wrap wrap-break-word">
            <p className="font-medium">{question}</p>
            <p className="mt-1 text-quiet">{answer}</p>
          </li>
        ))}
      </ol>
    </section>
  );
}
