/** A chart in the page's own colours; who cannot see it has a table or a sentence beside it. */
import {
  ColorType,
  createChart,
  type DeepPartial,
  type IChartApi,
  LineStyle,
  type TimeChartOptions,
} from 'lightweight-charts';
import { themeColour } from './theme-colour.ts';

type Axes = Pick<DeepPartial<TimeChartOptions>, 'localization' | 'rightPriceScale' | 'timeScale'>;

/** Colours are read when it is made: another theme is another chart. */
export function openChart(place: HTMLElement, { localization, rightPriceScale, timeScale }: Axes): IChartApi {
  const colour = (name: string) => themeColour(place, name);
  return createChart(place, {
    autoSize: true,
    layout: {
      background: { type: ColorType.Solid, color: 'transparent' },
      textColor: colour('--quiet'),
      fontFamily: getComputedStyle(place).fontFamily,
      attributionLogo: true,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colour('--line'), style: LineStyle.Dotted } },
    // A label that does not fit at the edge is left out, not cut in half.
    rightPriceScale: { borderVisible: false, entireTextOnly: true, ...rightPriceScale },
    timeScale: { borderColor: colour('--line'), fixLeftEdge: true, fixRightEdge: true, ...timeScale },
    // A wheel or a finger over the chart scrolls the page.
    handleScroll: false,
    handleScale: false,
    localization: { locale: 'en-US', ...localization },
  });
}
