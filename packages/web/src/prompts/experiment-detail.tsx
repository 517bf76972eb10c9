/** One experiment: the verdict first, then what it rests on. */
import type { Experiment, ExperimentResults } from '@tradistry/protocol';
import { EXPERIMENT_METRICS } from '@tradistry/protocol';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { OpenedHeading } from '../ui/opened-heading.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Allocation } from './allocation.tsx';
import { Differences } from './differences.tsx';
import { ExperimentActions } from './experiment-actions.tsx';
import { StatusTag } from './experiment-list.tsx';
import { Generations } from './generations.tsx';
import { Happenings } from './happenings.tsx';
import { RunningIntervals } from './running-intervals.tsx';
import { ALLOCATION_WORDS, metricName } from './say-experiments.ts';
import { useResults } from './use-experiments.ts';
import { Verdict } from './verdict.tsx';

export function ExperimentDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const results = useResults(id);
  return (
    <>
      <button type="button" className="btn" onClick={onClose}>
        All experiments
      </button>
      {results.isPending && <Skeleton lines={10} label="Loading the experiment" />}
      {results.isError && <ErrorNote error={results.error} onRetry={() => void results.refetch()} />}
      {results.data && <Results results={results.data} />}
    </>
  );
}

function Results({ results }: { results: ExperimentResults }) {
  const { experiment } = results;
  return (
    <>
      <header className="flex flex-wrap items-start justify-between gap-3">
        <div className="min-w-0 flex-1 basis-60 space-y-1">
          <OpenedHeading>{experiment.name}</OpenedHeading>
          <p className="flex flex-wrap items-center gap-2 text-sm text-quiet">
            <StatusTag status={experiment.status} />
            {ALLOCATION_WORDS[experiment.allocation]}
          </p>
        </div>
        <ExperimentActions experiment={experiment} />
      </header>
      <Verdict results={results} />
      {experiment.status !== 'draft' && <Differences results={results} />}
      <RunningIntervals results={results} />
      <Allocation results={results} />
      {experiment.generations.length > 1 && <Generations results={results} />}
      <Plan experiment={experiment} />
      <Happenings id={experiment.id} status={experiment.status} />
    </>
  );
}

/** What was laid down before anything was seen. */
function Plan({ experiment }: { experiment: Experiment }) {
  const { time_zone } = useSettings();
  const { primary_metric, coverage, namespace, started_at, ended_at } = experiment;
  const { says, better } = EXPERIMENT_METRICS[primary_metric];
  const facts: readonly (readonly [string, string | null])[] = [
    ['Prompt', experiment.type],
    ['Hypothesis', experiment.hypothesis],
    ['Decided by', `${metricName(primary_metric)}: ${says}; ${better} is better`],
    ['Users', `at least ${experiment.min_users} in each variant; ${100 * coverage}% of their namespace take part`],
    ['Chance of being wrong', `${100 * experiment.alpha}%, over all looks together`],
    ['Namespace', `${namespace.name}, from ${namespace.from} to ${namespace.to}`],
    ['Made by', `${experiment.author}, ${dateTime(experiment.created_at, time_zone)}`],
    ['Began', started_at && dateTime(started_at, time_zone)],
    ['Ended', ended_at && dateTime(ended_at, time_zone)],
  ];
  return (
    <section aria-labelledby="plan" className="space-y-3">
      <h3 id="plan" className="section-title">
        What was planned
      </h3>
      <dl className="card divide-y divide-line px-4 text-sm">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name} className="gap-4 py-2 md:flex">
                <dt className="w-44 shrink-0 text-quiet">{name}</dt>
                <dd className="wrap-break-word">{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
