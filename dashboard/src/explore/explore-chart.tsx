import { useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import { yRange } from '../charts/live-chart';
import { lineColor, type PlotConstructor, timeAxis, usePlot, valueAxis } from '../charts/plot';
import { cursorRow, rowAfterKey, rowAt, shade, stepTimes, twice } from '../charts/steps';
import { formatTick } from '../format/time';
import { useI18n } from '../i18n/i18n';
import { WINDOW_MS } from '../route/route';
import { cssColor } from '../ui/theme';
import { type Aggregate, BANDS, type Dimension } from './aggregates';
import type { Line } from './drawn-lines';
import type { ExploreData } from './explore-data';
import type { Span } from './explore-route';

interface ExploreChartProps {
  data: ExploreData;
  lines: Line[];
  /** From here on values may still change, ms since the epoch; NaN where nothing does. */
  openFrom: number;
  label: string;
  format: (value: number | null, aggregate: Aggregate) => string;
  /** The row under the pointer or the keyboard's cursor; -1 for none. */
  onRow: (row: number) => void;
  /** A part of the range was drawn over with the pointer. */
  onSelect: (span: Span) => void;
}

type Current = Pick<ExploreChartProps, 'openFrom' | 'onRow' | 'onSelect' | 'data'>;

/** The hooks of uPlot see what is current through this, which lives as long as the chart. */
const current = new WeakMap<uPlot, Current>();

const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3]];
const FAINT_DASH = [3, 3];

/** Lines of any number of series, or the percentile bands of one. Arrow keys move the cursor, dragging chooses a range. */
export function ExploreChart(props: ExploreChartProps) {
  const { data, lines, openFrom, label, format, onRow, onSelect } = props;
  const { window, starts } = data;
  const { locale } = useI18n();
  const cursor = useRef(-1);
  const edges = {
    min: starts[0] ?? 0,
    max: (starts[starts.length - 1] ?? 0) + WINDOW_MS[window],
  };
  const tick = (time: number, stepMs: number, first: boolean) =>
    formatTick(time, stepMs, first, locale, window === '24h');
  const signature = lines.map(({ series, aggregate, color, dash, faint }) =>
    [series, aggregate, color, dash, faint].join(),
  );
  const { host, plot } = usePlot(
    [window, locale, data.bands, format(1, 'avg'), ...signature].join('/'),
    (Plot) => options(Plot, data, lines, format, tick, edges),
    [stepTimes(starts, window), ...lines.map(({ column }) => twice(column))],
    (made) => {
      current.set(made, { openFrom, onRow, onSelect, data });
      made.setScale('x', edges);
    },
  );

  const move = (event: KeyboardEvent) => {
    const made = plot.current;
    const next = rowAfterKey(event.key, cursor.current, starts.length);
    if (next === undefined || !made || starts.length === 0) return;
    event.preventDefault();
    cursor.current = next;
    const middle = (starts[next] ?? 0) + WINDOW_MS[window] / 2;
    made.setCursor({ left: made.valToPos(middle, 'x'), top: 10 });
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart out window by window
    <div class="chart-focus" role="application" aria-label={label} tabIndex={0} onKeyDown={move}>
      <div class="chart chart-explore" ref={host} />
    </div>
  );
}

function options(
  Plot: PlotConstructor,
  { window, bands }: ExploreData,
  lines: Line[],
  format: ExploreChartProps['format'],
  tick: (time: number, stepMs: number, first: boolean) => string,
  edges: { min: number; max: number },
): Omit<uPlot.Options, 'width' | 'height'> {
  const dimensions = [...new Set(lines.map(({ dimension }) => dimension))];
  const straight = Plot.paths.linear?.();
  return {
    ms: 1,
    // Days are cut in UTC and are labelled so.
    ...(window === '24h'
      ? { tzDate: (time: number) => Plot.tzDate(new Date(time), 'Etc/UTC') }
      : {}),
    legend: { show: false },
    cursor: {
      drag: { x: true, y: false, setScale: false, dist: 8 },
      points: { show: false },
      y: false,
      dataIdx: (plot, _, __, x) => rowAt(plot, x) * 2,
    },
    scales: {
      x: { time: true, auto: false, ...edges },
      ...Object.fromEntries(dimensions.map((each) => [each, scaleOf(each)])),
    },
    axes: [
      timeAxis(tick),
      ...dimensions.map((dimension, index) => axisOf(dimension, index, lines, format)),
    ],
    padding: [8, 18, null, 0],
    series: [
      {},
      ...lines.map((line) => ({
        scale: line.dimension,
        stroke: line.faint ? faint(lineColor(line.color)) : lineColor(line.color),
        width: widthOf(line, bands, lines.length),
        dash: line.faint ? FAINT_DASH : (DASHES[line.dash] ?? []),
        ...(straight ? { paths: straight } : {}),
        points: { show: false },
      })),
    ],
    ...(bands ? { bands: bandsBetween(lines) } : {}),
    hooks: {
      drawClear: [(plot) => shade(plot, current.get(plot)?.openFrom ?? Number.NaN)],
      setCursor: [(plot) => current.get(plot)?.onRow(cursorRow(plot))],
      setSelect: [selected],
    },
  };
}

function scaleOf(dimension: Dimension): uPlot.Scale {
  // A rate or a count is read against nothing at all, so zero is an edge of it.
  const fromZero = dimension !== 'value';
  return { range: (_, min, max) => yRange([], fromZero ? Math.min(0, min) : min, max) };
}

/** The first on the left with the grid, the others on the right. */
function axisOf(
  dimension: Dimension,
  index: number,
  lines: Line[],
  format: ExploreChartProps['format'],
): uPlot.Axis {
  const aggregate = lines.find((line) => line.dimension === dimension)?.aggregate ?? 'avg';
  return {
    ...valueAxis((value) => format(value, aggregate)),
    scale: dimension,
    ...(index === 0 ? {} : { side: 1, grid: { show: false } }),
  };
}

function widthOf({ aggregate, faint: isFaint }: Line, bands: boolean, lines: number): number {
  if (isFaint) return 1.25;
  if (bands) return aggregate === BANDS[0] ? 1.75 : 0.75;
  return lines > 12 ? 1.25 : 1.75;
}

/** The space between each percentile and the next, the darkest where most values are. */
function bandsBetween(lines: Line[]): uPlot.Band[] {
  const at = (aggregate: Aggregate | undefined) =>
    lines.findIndex((line) => line.aggregate === aggregate && !line.faint) + 1;
  return BANDS.slice(1)
    .map((upper, index) => ({
      series: [at(upper), at(BANDS[index])] as [number, number],
      fill: cssColor(`--percentile-${index + 1}`),
    }))
    .filter(({ series }) => series.every((place) => place > 0));
}

function faint(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? `${color}8c` : color;
}

/** Hands on what was drawn over, in whole windows, and takes the marking away. */
function selected(plot: uPlot): void {
  const { left, width } = plot.select;
  const now = current.get(plot);
  if (!now || width <= 0) return;
  const { window, starts } = now.data;
  const first = starts[rowAt(plot, plot.posToVal(left, 'x'))];
  const last = starts[rowAt(plot, plot.posToVal(left + width, 'x'))];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  if (first !== undefined && last !== undefined) {
    now.onSelect({ from: first, to: last + WINDOW_MS[window] });
  }
}
