/** What can be drawn over time, and as which lines. */
import type { KpiRow, Summary } from '@tradistry/protocol';
import { millis, share } from '../format/measures.ts';

interface ChartLine {
  readonly name: string;
  /** A colour of the page. */
  readonly colour: '--accent' | '--gain' | '--loss' | '--warn';
  readonly value: (row: KpiRow) => number | null;
}

export interface ChartView {
  readonly label: string;
  /** What the lines mean. */
  readonly about: string;
  readonly lines: readonly ChartLine[];
  readonly say: (value: number) => string;
}

const whole = (value: number) => String(Math.round(value));

/** What stands beside the axis at `value`: nothing where no figure can be, below zero and above all of them. */
export function tickOf({ say }: Pick<ChartView, 'say'>, value: number): string {
  const beyond = value < 0 || (say === share && value > 1 + 1e-9);
  return beyond ? '' : say(value);
}

export const CHART_VIEWS = {
  success: {
    label: 'Success',
    about: 'Of all streams but those their users stopped: completed, and answered at all.',
    lines: [
      { name: 'Success', colour: '--accent', value: (row) => row.success_rate },
      { name: 'Answered', colour: '--gain', value: (row) => row.available_rate },
    ],
    say: share,
  },
  trouble: {
    label: 'Errors, fallbacks',
    about: 'Of the same streams: ended in an error or by the last layer, and answered with a fallback.',
    lines: [
      { name: 'Errors', colour: '--loss', value: (row) => row.error_rate },
      { name: 'Fallbacks', colour: '--warn', value: (row) => row.fallback_rate },
    ],
    say: share,
  },
  first_token: {
    label: 'First token',
    about: 'From the request to the first token.',
    lines: [
      { name: 'Average', colour: '--accent', value: (row) => row.first_token_ms.avg },
      { name: '95th percentile', colour: '--warn', value: (row) => row.first_token_ms.p95 },
    ],
    say: millis,
  },
  duration: {
    label: 'Duration',
    about: 'From the request to the end.',
    lines: [
      { name: 'Median', colour: '--accent', value: (row) => row.duration_ms.p50 },
      { name: '95th percentile', colour: '--warn', value: (row) => row.duration_ms.p95 },
    ],
    say: millis,
  },
  reading: {
    label: 'Reading',
    about: 'How long an answer was in view while the page was visible.',
    lines: [
      { name: 'Average', colour: '--accent', value: (row) => row.reading_ms.avg },
      { name: 'Median', colour: '--gain', value: (row) => row.reading_ms.p50 },
    ],
    say: millis,
  },
  streams: {
    label: 'Streams',
    about: 'How many ended, and how many of them in an error or by the last layer.',
    lines: [
      { name: 'Streams', colour: '--accent', value: (row) => row.turns },
      { name: 'Errors', colour: '--loss', value: (row) => row.degraded + row.partial + row.failed },
    ],
    say: whole,
  },
} as const satisfies Record<string, ChartView>;

export type ChartName = keyof typeof CHART_VIEWS;

const LENGTH_S = { hour: 3600, day: 86_400 } as const;
type Cut = keyof typeof LENGTH_S;

/** A moment of the chart, in seconds since 1970, with its figures; `null` where nothing ended then. */
export interface ChartPoint {
  readonly time: number;
  readonly row: KpiRow | null;
}

/** Every hour or day of the summary, the empty ones too, so that time passes evenly. */
export function chartPoints({ from, to, rows }: Pick<Summary, 'from' | 'to' | 'rows'>, every: Cut): ChartPoint[] {
  const step = LENGTH_S[every];
  const known = new Map(rows.map((row) => [Date.parse(row.at ?? '') / 1000, row]));
  const [first, last] = [from, to].map((time) => Date.parse(time) / 1000) as [number, number];
  const begin = Math.floor(first / step) * step;
  const moments = Math.max(0, Math.ceil((last - begin) / step));
  return Array.from({ length: moments }, (_, n) => {
    const time = begin + n * step;
    return { time, row: known.get(time) ?? null };
  });
}
