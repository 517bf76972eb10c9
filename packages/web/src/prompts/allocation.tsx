/** How users were meant to be shared out and how they came, with what each variant's answers were. */
import type { ExperimentResults, VariantResult } from '@tradistry/protocol';
import { TriangleAlert } from 'lucide-react';
import { count, share } from '../format/measures.ts';
import { Wide } from '../ui/wide.tsx';
import { metricName, sayFigure } from './say-experiments.ts';

export function Allocation({ results }: { results: ExperimentResults }) {
  const { experiment, variants, sample_ratio } = results;
  const primary = experiment.primary_metric;
  const adaptive = experiment.allocation === 'adaptive';
  return (
    <section aria-labelledby="allocation" className="space-y-3">
      <h3 id="allocation" className="section-title">
        Who got what
      </h3>
      {sample_ratio.alarm && (
        <p role="alert" className="flex items-start gap-3 rounded-xl bg-warn-soft px-4 py-3 text-sm">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
          Users came in other shares than they were meant to (p {sample_ratio.p.toPrecision(2)}): something loses them
          on their way. Nothing here can be believed before it is known what.
        </p>
      )}
      <Wide label="Table of variants" className="card">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Variant</th>
              <th scope="col" className="num">
                Version
              </th>
              <th scope="col" className="num">
                Weight now
              </th>
              <th scope="col" className="num">
                Users asked for
              </th>
              <th scope="col" className="num">
                Users seen
              </th>
              <th scope="col" className="num">
                Answers
              </th>
              <th scope="col" className="num">
                {metricName(primary)}
              </th>
              {adaptive && (
                <th scope="col" className="num">
                  Chance to be best
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {variants.map((variant) => (
              <Row key={variant.name} variant={variant} results={results} adaptive={adaptive} />
            ))}
          </tbody>
        </table>
      </Wide>
      {!sample_ratio.alarm && sample_ratio.arms.some(({ users }) => users > 0) && (
        <p className="text-sm text-quiet">Users come as they were meant to (p {sample_ratio.p.toPrecision(2)}).</p>
      )}
    </section>
  );
}

interface RowProps {
  readonly variant: VariantResult;
  readonly results: ExperimentResults;
  readonly adaptive: boolean;
}

function Row({ variant, results: { experiment, sample_ratio }, adaptive }: RowProps) {
  const metric = experiment.primary_metric;
  const arm = sample_ratio.arms.find(({ name }) => name === variant.name);
  const all = sample_ratio.arms.reduce((sum, { users }) => sum + users, 0);
  const figure = variant.figures.find((each) => each.metric === metric);
  return (
    <tr>
      <td className="font-medium">
        {variant.name}
        {experiment.variants[0]?.name === variant.name && <span className="font-normal text-quiet"> (control)</span>}
      </td>
      <td className="num">{variant.version}</td>
      <td className="num">
        {experiment.status === 'draft' ? askedFor(variant, experiment.variants) : share(variant.weight)}
      </td>
      <Part users={arm?.expected ?? 0} all={all} />
      <Part users={arm?.users ?? 0} all={all} />
      <td className="num">{count(variant.answers)}</td>
      <td className="num">
        {sayFigure(metric, figure?.mean ?? null)}
        {figure && figure.lower !== null && (
          <span className="block text-xs text-quiet">
            {sayFigure(metric, figure.lower)} to {sayFigure(metric, figure.upper)}
          </span>
        )}
      </td>
      {adaptive && <td className="num">{share(variant.chance_best)}</td>}
    </tr>
  );
}

function Part({ users, all }: { users: number; all: number }) {
  return (
    <td className="num">
      {count(Math.round(users))}
      {all > 0 && <span className="block text-xs text-quiet">{share(users / all)}</span>}
    </td>
  );
}

/** A draft has no generation yet whose weights add up to one. */
function askedFor({ name }: VariantResult, variants: ExperimentResults['experiment']['variants']): string {
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  return share((variants.find((each) => each.name === name)?.weight ?? 0) / all);
}
