/** Figures over hours or days, as lines and, for those who cannot see them, as a table. */
import { type IChartApi, LineSeries, type Time, type UTCTimestamp } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { useIsDark } from '../app/theme.ts';
import { useSettings } from '../app/use-settings.ts';
import { dateTime, day } from '../format/dates.ts';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { openChart } from '../ui/open-chart.ts';
import { themeColour } from '../ui/theme-colour.ts';
import { type ChartPoint, type ChartView, tickOf } from './chart-views.ts';

interface ChartProps {
  readonly view: ChartView;
  readonly points: readonly ChartPoint[];
  readonly every: 'hour' | 'day';
}

/** Says when a point of the chart was: hours in the user's zone, days as the days in UTC that they are. */
type SayTime = (time: number) => string;

export function TimeChart({ view, points, every }: ChartProps) {
  const dark = useIsDark();
  const { time_zone } = useSettings();
  const say: SayTime = (time) => {
    const iso = new Date(time * 1000).toISOString();
    return every === 'day' ? day(iso, 'UTC') : dateTime(iso, time_zone);
  };
  return (
    <figure className="card p-3">
      <figcaption className="mb-2 space-y-1 px-1 text-sm">
        <p>
          <span className="font-medium">{view.label}</span> <span className="text-quiet">{view.about}</span>
        </p>
        <p className="flex flex-wrap gap-x-4">
          {view.lines.map(({ name, colour }) => (
            <span key={name} className="inline-flex items-center gap-1.5">
              <span aria-hidden className="h-0.5 w-4 rounded-full" style={{ background: `var(${colour})` }} />
              {name}
            </span>
          ))}
        </p>
      </figcaption>
      {/* The colours are read from the page when it is drawn: another theme is another drawing. */}
      <Drawing key={`${dark} ${every} ${time_zone}`} view={view} points={points} say={say} />
      <BehindTheChart view={view} points={points} say={say} />
    </figure>
  );
}

interface DrawingProps extends Omit<ChartProps, 'every'> {
  readonly say: SayTime;
}

/** The chart stays while figures come in; it is made anew for other lines. */
function Drawing({ view, points, say }: DrawingProps) {
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Drawn | null>(null);
  const saying = useRef(say);
  saying.current = say;
  useEffect(() => {
    if (!place.current) return;
    const made = draw(place.current, view, (time) => saying.current(time));
    drawn.current = made;
    return () => {
      drawn.current = null;
      made.chart.remove();
    };
  }, [view]);
  useEffect(() => {
    // With the lines, too: they may have been made anew just before.
    if (drawn.current) fill(drawn.current, view, points);
  }, [view, points]);
  return <div ref={place} className="h-56 w-full" />;
}

interface Drawn {
  readonly chart: IChartApi;
  readonly lines: ReturnType<typeof addLine>[];
}

function addLine(chart: IChartApi, colour: string) {
  return chart.addSeries(LineSeries, {
    color: colour,
    lineWidth: 2,
    priceLineVisible: false,
    lastValueVisible: false,
    // An hour between two without a stream would be no line at all.
    pointMarkersVisible: true,
    pointMarkersRadius: 2,
  });
}

function draw(place: HTMLElement, view: ChartView, say: SayTime): Drawn {
  const colour = (name: string) => themeColour(place, name);
  const chart = openChart(place, {
    rightPriceScale: { scaleMargins: { top: 0.1, bottom: 0.05 } },
    timeScale: { tickMarkFormatter: (time: Time) => shortTime(say(Number(time))) },
    localization: {
      priceFormatter: (value: number) => tickOf(view, value),
      timeFormatter: (time: Time) => say(Number(time)),
    },
  });
  return { chart, lines: view.lines.map((line) => addLine(chart, colour(line.colour))) };
}

function fill({ chart, lines }: Drawn, view: ChartView, points: readonly ChartPoint[]): void {
  for (const [n, line] of lines.entries()) {
    line.setData(
      points.map(({ time, row }) => {
        // Whole seconds since 1970 are what the chart takes for a time.
        const at = time as UTCTimestamp;
        const value = row ? (view.lines[n]?.value(row) ?? null) : null;
        return value === null ? { time: at } : { time: at, value };
      }),
    );
  }
  chart.timeScale().fitContent();
}

/** `Nov 25, 2026, 3:00 PM` as `3:00 PM`, `Nov 25, 2026` as `Nov 25`: the axis has little room. */
function shortTime(said: string): string {
  const [date = '', , clock] = said.split(', ');
  return clock ?? date;
}

function BehindTheChart({ view, points, say }: DrawingProps) {
  const told = points.flatMap(({ time, row }) => (row ? [{ time, row }] : [])).reverse();
  const columns: readonly Column<(typeof told)[number]>[] = [
    { name: 'From', className: 'whitespace-nowrap', of: ({ time }) => say(time) },
    ...view.lines.map(({ name, value }) => ({
      name,
      numeric: true as const,
      of: ({ row }: (typeof told)[number]) => sayValue(view, value(row)),
    })),
    { name: 'Streams ended', numeric: true, of: ({ row }) => row.turns },
  ];
  return (
    <details className="mt-2 px-1 text-sm">
      <summary className="min-h-8 text-quiet">As a table</summary>
      <DataTable
        label={`${view.label} over time`}
        className="mt-1 max-h-72 rounded-lg border border-line"
        rows={told}
        columns={columns}
        keyOf={({ time }) => time}
      />
    </details>
  );
}

function sayValue({ say }: ChartView, value: number | null): string {
  return value === null ? '–' : say(value);
}
