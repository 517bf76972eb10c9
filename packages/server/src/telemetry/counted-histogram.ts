/** A histogram whose observations come counted: prom-client's own takes them one by one, which is too dear for each token. */
import type { Registry } from 'prom-client';

interface Named {
  readonly name: string;
  readonly help: string;
  /** Upper edges in seconds, ascending. */
  readonly buckets: readonly number[];
}

export interface CountedHistogram {
  /** `counts`: one for each edge, and one for what is above them all; `sum` in seconds. */
  add(counts: readonly number[], sum: number): void;
}

/** Without labels. */
export function createCountedHistogram(registry: Registry, { name, help, buckets }: Named): CountedHistogram {
  const totals = [...buckets, Number.POSITIVE_INFINITY].map(() => 0);
  let sumOfAll = 0;
  const metric = {
    ...{ name, help, type: 'histogram', aggregator: 'sum' },
    get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: toValues() }),
    reset: () => void totals.fill(0),
  };
  const toValues = () => {
    let running = 0;
    const edges: (number | '+Inf')[] = [...buckets, '+Inf'];
    const values = edges.map((le, index) => {
      running += totals[index] ?? 0;
      return { metricName: `${name}_bucket`, labels: { le }, value: running };
    });
    return [
      ...values,
      { metricName: `${name}_sum`, labels: {}, value: sumOfAll },
      { metricName: `${name}_count`, labels: {}, value: running },
    ];
  };
  // The registry calls no more of a metric than this, and its types know only its own classes.
  registry.registerMetric(metric as unknown as Parameters<Registry['registerMetric']>[0]);
  return {
    add(counts, sum) {
      for (let index = 0; index < totals.length; index += 1)
        totals[index] = (totals[index] ?? 0) + (counts[index] ?? 0);
      sumOfAll += sum;
    },
  };
}
