/** The times with one set of weights each: users are compared with those who came under the same ones. */
import type { ExperimentResults } from '@tradistry/protocol';
import { useSettings } from '../app/use-settings.ts';
import { dateTime } from '../format/dates.ts';
import { count, share } from '../format/measures.ts';
import { Wide } from '../ui/wide.tsx';
import { metricName, sayFigure } from './say-experiments.ts';

export function Generations({ results: { generations, experiment } }: { results: ExperimentResults }) {
  const { time_zone } = useSettings();
  const { primary_metric: metric, variants } = experiment;
  return (
    <section aria-labelledby="generations" className="space-y-3">
      <h3 id="generations" className="section-title">
        Weights over time
      </h3>
      <Wide label="Table of generations" className="card max-h-96">
        <table className="table">
          <thead>
            <tr>
              <th scope="col" className="num">
                Generation
              </th>
              <th scope="col">Began</th>
              {variants.map(({ name }) => (
                <th key={name} scope="col" className="num">
                  {name}: weight, users, {metricName(metric)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {generations.toReversed().map(({ generation, began_at, weights, arms }) => (
              <tr key={generation}>
                <td className="num">{generation}</td>
                <td className="whitespace-nowrap">{dateTime(began_at, time_zone)}</td>
                {arms.map(({ name, users, mean }) => (
                  <td key={name} className="num">
                    {share(weights[name] ?? null)}, {count(users)}, {sayFigure(metric, mean)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
    </section>
  );
}
