/** The P&L summed up over time, as a curve and, for those who cannot see it, in words. */
import { BaselineSeries, type IChartApi } from 'lightweight-charts';
import { useEffect, useRef } from 'react';
import { useIsDark } from '../app/theme.ts';
import { day } from '../format/dates.ts';
import { money } from '../format/figures.ts';
import { openChart } from '../ui/open-chart.ts';
import { themeColour } from '../ui/theme-colour.ts';
import type { EquityPoint } from './equity-points.ts';

interface CurveProps {
  points: readonly EquityPoint[];
  currency: string;
  basis: 'net' | 'gross';
}

export function EquityCurve({ points, currency, basis }: CurveProps) {
  const dark = useIsDark();
  const last = points.at(-1);
  const first = points[0];
  if (!last || !first) return null;
  return (
    <figure className="card p-3">
      <figcaption className="mb-2 px-1 text-sm font-medium">
        Equity curve
        <span className="font-normal text-quiet">
          {' '}
          {basis === 'net' ? 'net of fees' : 'before fees'}, {day(first.day, 'UTC')} to {day(last.day, 'UTC')}:{' '}
          {money(last.total, currency)}
        </span>
      </figcaption>
      {/* The colours are read from the page when it is drawn: another theme is another drawing. */}
      <Drawing key={dark ? 'dark' : 'light'} points={points} currency={currency} />
    </figure>
  );
}

function Drawing({ points, currency }: Pick<CurveProps, 'points' | 'currency'>) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!place.current) return;
    const chart = draw(place.current, points, currency);
    return () => chart.remove();
  }, [points, currency]);
  return <div ref={place} className="h-64 w-full" />;
}

function draw(place: HTMLElement, points: readonly EquityPoint[], currency: string): IChartApi {
  const colour = (name: string) => themeColour(place, name);
  const chart = openChart(place, { localization: { priceFormatter: (value: number) => axisMoney(value, currency) } });
  const series = chart.addSeries(BaselineSeries, {
    baseValue: { type: 'price', price: 0 },
    lineWidth: 2,
    topLineColor: colour('--gain'),
    bottomLineColor: colour('--loss'),
    topFillColor1: faded(colour('--gain'), 0.22),
    topFillColor2: faded(colour('--gain'), 0.03),
    bottomFillColor1: faded(colour('--loss'), 0.03),
    bottomFillColor2: faded(colour('--loss'), 0.22),
    priceLineVisible: false,
  });
  // Floats here place a pixel; every figure that is read as text stays the server's decimal.
  series.setData(points.map(({ day: time, total }) => ({ time, value: Number(total) })));
  chart.timeScale().fitContent();
  return chart;
}

/** A place on the axis, not a figure of the engine's: whole units where they are large. */
function axisMoney(value: number, currency: string): string {
  return Math.abs(value) < 100
    ? money(value.toFixed(2), currency)
    : money(value.toFixed(0), currency).replace(/\.00$/, '');
}

function faded(rgb: string, alpha: number): string {
  return rgb.replace(
    /^rgba?\(([^)]*)\)$/,
    (_all, parts: string) => `rgba(${parts.split(',').slice(0, 3).join(',')}, ${alpha})`,
  );
}
