/** How users were meant to be shared out and how they came, with what each variant's answers were. */
import type { ExperimentMetric, ExperimentResults, PromptType, VariantResult } from '@tradistry/protocol';
import { TriangleAlert } from 'lucide-react';
import { count, share } from '../format/measures.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { metricName, sayFigure } from './say-experiments.ts';

export function Allocation({ results }: { results: ExperimentResults }) {
  const { variants, sample_ratio } = results;
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
      <DataTable label="Table of variants" rows={variants} columns={columnsOf(results)} keyOf={({ name }) => name} />
      {!sample_ratio.alarm && sample_ratio.arms.some(({ users }) => users > 0) && (
        <p className="text-sm text-quiet">Users come as they were meant to (p {sample_ratio.p.toPrecision(2)}).</p>
      )}
    </section>
  );
}

function columnsOf({ experiment, sample_ratio }: ExperimentResults): readonly Column<VariantResult>[] {
  const metric = experiment.primary_metric;
  const armOf = ({ name }: VariantResult) => sample_ratio.arms.find((arm) => arm.name === name);
  const all = sample_ratio.arms.reduce((sum, { users }) => sum + users, 0);
  const weightOf = (variant: VariantResult) =>
    experiment.status === 'draft' ? askedFor(variant, experiment.variants) : share(variant.weight);
  const best: Column<VariantResult> = {
    name: 'Chance to be best',
    numeric: true,
    of: ({ chance_best }) => share(chance_best),
  };
  return [
    {
      name: 'Variant',
      className: 'font-medium',
      of: ({ name }) => (
        <>
          {name}
          {experiment.variants[0]?.name === name && <span className="font-normal text-quiet"> (control)</span>}
        </>
      ),
    },
    { name: 'Version', numeric: true, of: ({ version }) => version },
    { name: 'Weight now', numeric: true, of: weightOf },
    {
      name: 'Users asked for',
      numeric: true,
      of: (variant) => <Part users={armOf(variant)?.expected ?? 0} all={all} />,
    },
    { name: 'Users seen', numeric: true, of: (variant) => <Part users={armOf(variant)?.users ?? 0} all={all} /> },
    { name: COUNTED[experiment.type], numeric: true, of: ({ answers }) => count(answers) },
    { name: metricName(metric), numeric: true, of: (variant) => <Figure variant={variant} metric={metric} /> },
    ...(experiment.allocation === 'adaptive' ? [best] : []),
  ];
}

/** What each execution of a prompt is. */
const COUNTED: Readonly<Record<PromptType, string>> = {
  ...{ chat: 'Answers', legacy: 'Answers', continuation: 'Answers' },
  ...{ title: 'Titles', summary: 'Summaries', confidence: 'Judgements' },
};

function Figure({ variant, metric }: { variant: VariantResult; metric: ExperimentMetric }) {
  const figure = variant.figures.find((each) => each.metric === metric);
  return (
    <>
      {sayFigure(metric, figure?.mean ?? null)}
      {figure && figure.lower !== null && (
        <span className="block text-xs text-quiet">
          {sayFigure(metric, figure.lower)} to {sayFigure(metric, figure.upper)}
        </span>
      )}
    </>
  );
}

function Part({ users, all }: { users: number; all: number }) {
  return (
    <>
      {count(Math.round(users))}
      {all > 0 && <span className="block text-xs text-quiet">{share(users / all)}</span>}
    </>
  );
}

/** A draft has no generation yet whose weights add up to one. */
function askedFor({ name }: VariantResult, variants: ExperimentResults['experiment']['variants']): string {
  const all = variants.reduce((sum, { weight }) => sum + weight, 0);
  return share((variants.find((each) => each.name === name)?.weight ?? 0) / all);
}
