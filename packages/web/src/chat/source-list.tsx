/** The notes and playbooks that an answer quotes. */
import type { Source } from '@tradistry/protocol';

const KINDS: Record<Source['kind'], string> = {
  trade: 'Trade',
  note: 'Note',
  playbook: 'Playbook',
  message: 'Earlier answer',
  query: 'Figures',
};

export function SourceList({ sources }: { sources: readonly Source[] }) {
  if (sources.length === 0) return null;
  return (
    <ol aria-label="Sources" className="flex flex-wrap gap-1.5 text-xs">
      {sources.map((source) => (
        <li key={source.n} className="max-w-full truncate rounded-md bg-sunken px-2 py-1">
          <span className="text-quiet">
            [{source.n}] {KINDS[source.kind]}
            {source.date ? ` ${source.date.slice(0, 10)}` : ''}
          </span>{' '}
          {source.title}
        </li>
      ))}
    </ol>
  );
}
