/** Two versions side by side: the template line by line, and what differs in settings and examples. */
import { useQuery } from '@tanstack/react-query';
import type { PromptDiff, PromptType } from '@tradistry/protocol';
import { ArrowLeftRight } from 'lucide-react';
import { useServices } from '../app/services.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { OpenedHeading } from '../ui/opened-heading.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { DiffTable } from './diff-table.tsx';
import { VersionSelect } from './version-select.tsx';

interface CompareProps {
  readonly type: PromptType;
  readonly left: number;
  readonly right: number;
  readonly onChange: (versions: { left: number; right: number }) => void;
  readonly onClose: () => void;
}

export function CompareVersions({ type, left, right, onChange, onClose }: CompareProps) {
  const { api } = useServices();
  const diff = useQuery({
    queryKey: ['prompts', 'diff', type, left, right],
    queryFn: ({ signal }) => api.promptDiff(type, { from: left, to: right }, signal),
  });
  return (
    <section aria-labelledby="compare" className="space-y-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <OpenedHeading id="compare">Two versions of {type}</OpenedHeading>
        <button type="button" className="btn" onClick={onClose}>
          All versions
        </button>
      </div>
      <div className="grid grid-cols-[1fr_auto_1fr] items-end gap-2">
        <VersionSelect label="Left" type={type} value={left} onChange={(next) => onChange({ left: next, right })} />
        <button
          type="button"
          className="icon-btn md:size-9"
          aria-label="Change sides"
          onClick={() => onChange({ left: right, right: left })}
        >
          <ArrowLeftRight aria-hidden className="size-4" />
        </button>
        <VersionSelect label="Right" type={type} value={right} onChange={(next) => onChange({ left, right: next })} />
      </div>
      {diff.isPending && <Skeleton lines={8} label="Comparing" />}
      {diff.isError && <ErrorNote error={diff.error} onRetry={() => void diff.refetch()} />}
      {diff.data && <Differences diff={diff.data} />}
    </section>
  );
}

function Differences({ diff }: { diff: PromptDiff }) {
  const { settings, examples, lines } = diff;
  const said = { removed: 0, added: 0, same: 0 };
  for (const { change } of lines) said[change] += 1;
  return (
    <>
      <p role="status" className="text-sm text-quiet">
        Template: {said.removed} lines removed, {said.added} added, {said.same} the same. Settings:{' '}
        {sameJson(settings.from, settings.to) ? 'the same' : 'different'}. Examples:{' '}
        {sameJson(examples.from, examples.to) ? 'the same' : 'different'}.
      </p>
      <DiffTable diff={diff} />
      {!sameJson(settings.from, settings.to) && (
        <Beside
          title="Settings"
          left={sayAll(Object.entries(settings.from))}
          right={sayAll(Object.entries(settings.to))}
        />
      )}
      {!sameJson(examples.from, examples.to) && (
        <Beside title="Examples" left={sayExamples(examples.from)} right={sayExamples(examples.to)} />
      )}
    </>
  );
}

function Beside({ title, left, right }: { title: string; left: string; right: string }) {
  return (
    <section aria-label={title} className="space-y-2">
      <h3 className="label">{title}</h3>
      <div className="grid gap-2 text-sm md:grid-cols-2">
        <p className="rounded-lg bg-loss-soft p-3 whitespace-pre-wrap wrap-break-word">
          <del className="no-underline">{left}</del>
        </p>
        <p className="rounded-lg bg-accent-soft p-3 whitespace-pre-wrap wrap-break-word">
          <ins className="no-underline">{right}</ins>
        </p>
      </div>
    </section>
  );
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sayAll(settings: readonly (readonly [string, unknown])[]): string {
  return settings.length > 0 ? settings.map(([name, value]) => `${name}: ${value}`).join('\n') : 'as configured';
}

function sayExamples(examples: PromptDiff['examples']['from']): string {
  return examples.length > 0 ? examples.map(({ question, answer }) => `${question}\n${answer}`).join('\n\n') : 'none';
}
