/** `npm run docs` writes the Grafana dashboard from these few lines a panel: the JSON that Grafana reads has twenty for each. */

/** One panel: what it asks of Prometheus, and how it is said. */
interface Panel {
  readonly title: string;
  /** What it means, and what to think of it. */
  readonly about: string;
  readonly unit: 'percentunit' | 's' | 'bytes' | 'short' | 'cps';
  /** Legend to expression; a legend may name labels as `{{label}}`. */
  readonly lines: Readonly<Record<string, string>>;
  /** Drawn as a line across: an objective or a threshold. */
  readonly limit?: number;
}

/** Chosen at the head of the dashboard. */
const OURS = 'job=~"$job", instance=~"$instance"';
const WINDOW = '$__rate_interval';

const rate = (metric: string, labels = '') => `rate(${metric}{${OURS}${labels && `, ${labels}`}}[${WINDOW}])`;
const DURATIONS = 'tradistry_stream_duration_seconds_count';
const counted = `sum(${rate(DURATIONS, 'outcome!="stopped"')})`;
const shareOf = (labels: string) => `sum(${rate(DURATIONS, labels)}) / ${counted}`;
const quantile = (q: number, histogram: string, by = 'le') =>
  `histogram_quantile(${q}, sum by (${by}) (${rate(`${histogram}_bucket`)}))`;
const percentiles = (histogram: string) => ({
  'half are below': quantile(0.5, histogram),
  '95 % are below': quantile(0.95, histogram),
  '99 % are below': quantile(0.99, histogram),
});
const gauge = (metric: string, labels = '') => `${metric}{${OURS}${labels && `, ${labels}`}}`;

/** The rows of the dashboard. */
const ROWS: Readonly<Record<string, readonly Panel[]>> = {
  'What users have': [
    {
      title: 'Success',
      about: 'Completed, of all streams but those their users stopped. The objective is 99.5 %, the alert at 95 %.',
      unit: 'percentunit',
      lines: { success: shareOf('outcome="completed"'), answered: shareOf('outcome=~"completed|degraded"') },
      limit: 0.95,
    },
    {
      title: 'Errors and fallbacks',
      about:
        'Errors are degraded, partial and failed streams; a fallback had a part in the answer. Alerts at 5 % and 10 %.',
      unit: 'percentunit',
      lines: {
        errors: shareOf('outcome=~"degraded|partial|failed"'),
        fallbacks: shareOf('outcome!="stopped", fallback="true"'),
      },
      limit: 0.05,
    },
    {
      title: 'First token',
      about: 'From the request to the first token of streamed answers. The alert is on the average, at a second.',
      unit: 's',
      lines: {
        average: `sum(${rate('tradistry_stream_time_to_first_token_seconds_sum')}) / sum(${rate('tradistry_stream_time_to_first_token_seconds_count')})`,
        ...percentiles('tradistry_stream_time_to_first_token_seconds'),
      },
      limit: 1,
    },
    {
      title: 'Longest pause of a stream',
      about: 'The longest wait between two tokens. The objective: none over 5.12 s in 99 of 100 streams.',
      unit: 's',
      lines: percentiles('tradistry_stream_longest_gap_seconds'),
      limit: 5.12,
    },
  ],
  Traffic: [
    {
      title: 'Streams running',
      about: 'Turns that run, and sockets that watch one.',
      unit: 'short',
      lines: {
        'running at {{instance}}': gauge('tradistry_active_streams'),
        'watching at {{instance}}': gauge('tradistry_viewers'),
      },
    },
    {
      title: 'Streams ended, by outcome',
      about: 'Per second; how each turn ended, and at which layer.',
      unit: 'cps',
      lines: { '{{outcome}}, {{layer}}': `sum by (outcome, layer) (${rate('tradistry_streams_total')})` },
    },
    {
      title: 'Duration',
      about: 'From the request to the end of the stream.',
      unit: 's',
      lines: percentiles('tradistry_stream_duration_seconds'),
    },
    {
      title: 'Pauses between tokens',
      about: 'Every pause, not only the longest of a stream.',
      unit: 's',
      lines: percentiles('tradistry_stream_chunk_gap_seconds'),
    },
    {
      title: 'Refused by limits',
      about: 'Questions, connections and sign-ins that a limit turned away, by its name.',
      unit: 'cps',
      lines: { '{{limit}}': `sum by (limit) (${rate('tradistry_refusals_total')})` },
    },
    {
      title: 'Overload',
      about: '1 while an instance takes on nothing new; what runs goes on. Often 1: it wants company.',
      unit: 'short',
      lines: { '{{instance}}': gauge('tradistry_shedding') },
    },
  ],
  'When models fail': [
    {
      title: 'Errors by class',
      about: 'Why streams were no success; the runbook has what to do for each class.',
      unit: 'cps',
      lines: {
        '{{outcome}}: {{error_class}}': `sum by (outcome, error_class) (${rate('tradistry_streams_total', 'error_class!="none"')})`,
      },
    },
    {
      title: 'Fallbacks by reason',
      about: 'From layer to layer; `continued` is amid the answer. A stream may have several.',
      unit: 'cps',
      lines: {
        '{{from}} to {{to}}, {{phase}}: {{reason}}': `sum by (from, to, phase, reason) (${rate('tradistry_fallbacks_total')})`,
      },
    },
    {
      title: 'Breakers',
      about: '0 closed, 1 half-open, 2 open: the model is not asked.',
      unit: 'short',
      lines: { '{{model}}': `max by (model) (${gauge('tradistry_circuit_state')})` },
    },
    {
      title: 'Malformed events',
      about: 'Events of models that nobody could read and that were skipped; the log names the model.',
      unit: 'cps',
      lines: { '{{instance}}': rate('tradistry_malformed_events_total') },
    },
    {
      title: 'Streams by tier',
      about: 'Of the model that answered, or was asked last.',
      unit: 'cps',
      lines: { 'tier {{tier}}': `sum by (tier) (${rate('tradistry_streams_total')})` },
    },
  ],
  'Where our time goes': [
    {
      title: 'Overhead',
      about: 'Ours alone of the time to the first token: request to upstream call, first content to its write.',
      unit: 's',
      lines: percentiles('tradistry_overhead_seconds'),
    },
    {
      title: 'Steps',
      about: "95 of 100 are below: the steps of a message's life, and the checkpoints beside it.",
      unit: 's',
      lines: { '{{step}}': quantile(0.95, 'tradistry_step_seconds', 'le, step') },
    },
    {
      title: 'Event loop',
      about: 'How late the loop is. Beyond 100 ms words come in lumps; new streams are refused before it gets worse.',
      unit: 's',
      lines: { '{{instance}}, quantile {{quantile}}': gauge('tradistry_event_loop_delay_seconds', 'quantile!="0.5"') },
    },
    {
      title: 'CPU',
      about: 'Cores in use, workers included.',
      unit: 'short',
      lines: { '{{instance}}': rate('tradistry_cpu_seconds_total') },
      limit: 1,
    },
  ],
  'What it stands on': [
    {
      title: 'Memory of what it may have',
      about: 'At 100 % questions are refused. The alert is at 85 % for 5 minutes, garbage aside.',
      unit: 'percentunit',
      lines: {
        '{{instance}}, {{of}}': `${gauge('tradistry_memory_bytes', 'of=~"rss|heap"')} / on (job, instance, of) tradistry_memory_limit_bytes`,
      },
      limit: 0.85,
    },
    {
      title: 'Memory',
      about: 'Logs are answers that run, sockets what viewers have not taken yet.',
      unit: 'bytes',
      lines: { '{{instance}}, {{of}}': gauge('tradistry_memory_bytes') },
    },
    {
      title: 'Database connections',
      about: 'Waiting for one is time that users wait.',
      unit: 'short',
      lines: { '{{pool}}, {{state}}': `sum by (pool, state) (${gauge('tradistry_database_connections')})` },
    },
    {
      title: 'Valkey',
      about: '1 while it is there. Without it streams are followed by the checkpoints.',
      unit: 'short',
      lines: { '{{instance}}': gauge('tradistry_valkey_up') },
    },
    {
      title: 'Queues',
      about: 'Work beside the turns: what waits, runs, and was given up.',
      unit: 'short',
      lines: { '{{queue}}, {{state}}': `max by (queue, state) (${gauge('tradistry_queue_jobs')})` },
    },
    {
      title: 'Models beside the turns',
      about: 'Titles, summaries and judgements that models were asked for, by how that ended.',
      unit: 'cps',
      lines: { '{{prompt}}, {{outcome}}': `sum by (prompt, outcome) (${rate('tradistry_side_calls_total')})` },
    },
    {
      title: 'Experiments rolled back',
      about: 'In the hour before, because a guardrail broke.',
      unit: 'short',
      lines: { 'rolled back': `sum(increase(tradistry_experiment_rollbacks_total{${OURS}}[1h]))` },
    },
    {
      title: 'Alerts',
      about: 'What fires now, and what may soon.',
      unit: 'short',
      lines: { '{{alertname}}, {{alertstate}}': 'ALERTS{job=~"$job", alertname=~"Tradistry.*"}' },
    },
  ],
};

/** Every expression of the dashboard, with what Grafana would put in. */
export function dashboardExpressions(): string[] {
  const asked = Object.values(ROWS).flatMap((panels) => panels.flatMap(({ lines }) => Object.values(lines)));
  return asked.map((expr) => expr.replaceAll('$__rate_interval', '1m').replaceAll(/\$(job|instance)/g, '.*'));
}

const SOURCE = { type: 'prometheus', uid: '$datasource' };
const WIDTH = 12;
const HEIGHT = 8;

/** The dashboard's JSON, as it must stand in the repository. */
export function writeDashboard(): string {
  let id = 0;
  let y = 0;
  const panels = Object.entries(ROWS).flatMap(([title, row]) => {
    const head = { id: ++id, type: 'row', title, collapsed: false, panels: [], gridPos: { x: 0, y: y++, w: 24, h: 1 } };
    const drawn = row.map((panel, n) => {
      const gridPos = { x: (n % 2) * WIDTH, y: y + Math.floor(n / 2) * HEIGHT, w: WIDTH, h: HEIGHT };
      return { ...toPanel(panel), id: ++id, gridPos };
    });
    y += Math.ceil(row.length / 2) * HEIGHT;
    return [head, ...drawn];
  });
  return `${JSON.stringify({ ...FRAME, panels }, null, 2)}\n`;
}

function toPanel({ title, about, unit, lines, limit }: Panel): object {
  const steps = [
    { color: 'transparent', value: null },
    ...(limit === undefined ? [] : [{ color: 'red', value: limit }]),
  ];
  return {
    type: 'timeseries',
    title,
    description: about,
    datasource: SOURCE,
    targets: Object.entries(lines).map(([legendFormat, expr], n) => ({
      ...{ refId: String.fromCharCode(65 + n), datasource: SOURCE },
      ...{ expr, legendFormat },
    })),
    fieldConfig: {
      defaults: {
        unit,
        min: 0,
        ...(unit === 'percentunit' && { max: 1 }),
        thresholds: { mode: 'absolute', steps },
        custom: { thresholdsStyle: { mode: limit === undefined ? 'off' : 'dashed' }, lineWidth: 2, spanNulls: false },
      },
      overrides: [],
    },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
  };
}

const variable = (name: string, label: string) => ({
  name,
  label,
  type: 'query',
  datasource: SOURCE,
  query:
    name === 'job'
      ? 'label_values(tradistry_active_streams, job)'
      : `label_values(tradistry_active_streams{job=~"$job"}, ${name})`,
  refresh: 2,
  includeAll: true,
  multi: true,
  current: { text: 'All', value: '$__all' },
});

const FRAME = {
  title: 'Tradistry Chat',
  uid: 'tradistry-chat',
  description: 'Written by npm run docs from scripts/dashboard.ts. Alerts and what to do: docs/runbook.md.',
  tags: ['tradistry'],
  schemaVersion: 39,
  editable: true,
  refresh: '30s',
  time: { from: 'now-6h', to: 'now' },
  templating: {
    list: [
      { name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' },
      variable('job', 'Deployment'),
      variable('instance', 'Instance'),
    ],
  },
};
