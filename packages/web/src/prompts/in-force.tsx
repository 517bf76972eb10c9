/** What the users of a type get, why, and where its labels point. */
import { Link } from '@tanstack/react-router';
import type { PromptOverview, PromptType } from '@tradistry/protocol';
import { SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import { useServices } from '../app/services.tsx';
import { sayStrategy } from './say-strategy.ts';
import { StrategyDialog } from './strategy-dialog.tsx';
import { useExperiments } from './use-experiments.ts';

export function InForce({ overview }: { overview: PromptOverview }) {
  const { auth } = useServices();
  const [changing, setChanging] = useState(false);
  return (
    <section aria-labelledby="in-force" className="card space-y-3 p-4 md:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60">
          <h2 id="in-force" className="section-title">
            In force
          </h2>
          <p className="mt-1">{sayStrategy(overview)}</p>
          <Running type={overview.type} />
        </div>
        {auth.may('prompts:write') && (
          <button type="button" className="btn" onClick={() => setChanging(true)}>
            <SlidersHorizontal aria-hidden className="size-4" />
            Strategy
          </button>
        )}
      </div>
      <ul aria-label="Labels" className="flex flex-wrap gap-2 text-sm">
        {Object.entries(overview.labels).map(([label, version]) => (
          <li key={label}>
            <Link to="/prompts" search={{ type: overview.type, version }} className="btn rounded-full">
              {label}
              <span className="font-normal text-quiet">version {version}</span>
            </Link>
          </li>
        ))}
      </ul>
      {changing && <StrategyDialog overview={overview} onClose={() => setChanging(false)} />}
    </section>
  );
}

/** On top of the strategy. */
function Running({ type }: { type: PromptType }) {
  const experiments = useExperiments();
  const running = experiments.data?.pages
    .flatMap(({ items }) => items)
    .filter((each) => each.status === 'running' && each.type === type);
  if (!running || running.length === 0) return null;
  return (
    <p className="mt-1 text-sm text-quiet">
      But for users of{' '}
      {running.map(({ id, name }, n) => (
        <span key={id}>
          {n > 0 && ', '}
          <Link
            to="/prompts"
            search={{ view: 'experiments', experiment: id }}
            className="text-accent underline underline-offset-2"
          >
            {name}
          </Link>
        </span>
      ))}
      , who get the version of their variant.
    </p>
  );
}
