/** What the figures and streams are narrowed to, each with a way to take it off. */
import { X } from 'lucide-react';
import { DIMENSIONS, type OpsSearch } from './ops-search.ts';
import { DIMENSION_NAMES, dimensionValue } from './say-ops.ts';

export function OpsChips({ search, onChange }: { search: OpsSearch; onChange: (search: OpsSearch) => void }) {
  const given = DIMENSIONS.filter((key) => search[key] !== undefined);
  if (given.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap gap-2">
      {given.map((key) => (
        <li key={key}>
          <button
            type="button"
            className="btn max-w-full rounded-full whitespace-normal wrap-anywhere"
            onClick={() => {
              const { [key]: _off, ...others } = search;
              onChange(others);
            }}
          >
            {DIMENSION_NAMES[key]}: {dimensionValue(key, search[key] ?? '')}
            <X aria-hidden className="size-3.5 shrink-0 text-quiet" />
            <span className="sr-only">, take off</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
