/** Differences with their bounds, drawn around zero; who cannot see it has the table. */
import type { VariantComparison } from '@tradistry/protocol';
import { sayDifference, sayFound, sayRange } from './say-experiments.ts';

interface IntervalChartProps {
  /** All of one metric. */
  readonly comparisons: readonly VariantComparison[];
  /** Beyond it a guardrail is broken; `null`: it is none. */
  readonly limit: number | null;
}

const TONES: Record<VariantComparison['found'], string> = {
  too_few: 'bg-edge',
  nothing: 'bg-edge',
  better: 'bg-gain',
  worse: 'bg-loss',
  broken: 'bg-loss',
};

export function IntervalChart({ comparisons, limit }: IntervalChartProps) {
  const place = scaleOf(comparisons, limit);
  return (
    <ul className="space-y-3">
      {comparisons.map((each) => (
        <li key={each.variant} className="space-y-1 text-sm">
          <p className="flex flex-wrap justify-between gap-x-3">
            <span className="font-medium">{each.variant}</span>
            <span className="text-quiet">{sayFound(each)}</span>
          </p>
          <Bar comparison={each} place={place} limit={limit} />
          <p className="text-xs text-quiet tabular-nums">
            {each.difference === null
              ? 'No figure so far'
              : `${sayDifference(each.metric, each.difference)} (${sayRange(each)})`}
          </p>
        </li>
      ))}
    </ul>
  );
}

type Place = (value: number) => number;

function Bar({ comparison, place, limit }: { comparison: VariantComparison; place: Place; limit: number | null }) {
  const { lower, upper, difference, found } = comparison;
  const at = (value: number) => `${place(value)}%`;
  return (
    <div aria-hidden className="relative h-6 rounded-md bg-sunken">
      <span className="absolute inset-y-0 w-px bg-ink/60" style={{ left: at(0) }} />
      {limit !== null && (
        <span className="absolute inset-y-0 border-l border-dashed border-loss" style={{ left: at(limit) }} />
      )}
      {lower !== null && upper !== null && (
        <span
          className={`absolute top-2 h-2 min-w-1 rounded-full ${TONES[found]}`}
          style={{ left: at(lower), width: `${place(upper) - place(lower)}%` }}
        />
      )}
      {difference !== null && (
        <span
          className="absolute top-1 size-4 -translate-x-1/2 rounded-full border-2 border-ink bg-surface"
          style={{ left: at(difference) }}
        />
      )}
    </div>
  );
}

/** From a difference to percent of the width; zero and the limit are always in it. */
function scaleOf(comparisons: readonly VariantComparison[], limit: number | null): Place {
  const known = comparisons.flatMap(({ lower, upper, difference }) => [lower, upper, difference]);
  const values = [0, limit, ...known].filter((value) => value !== null);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = (high - low) * 0.08 || 1;
  const span = high - low + 2 * margin;
  return (value) => ((value - low + margin) / span) * 100;
}
