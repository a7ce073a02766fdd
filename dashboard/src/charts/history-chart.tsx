import { useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { WindowName } from '../api/types';
import { formatTick } from '../format/time';
import type { Columns } from '../history/columns';
import { useI18n } from '../i18n/i18n';
import { WINDOW_MS } from '../route/route';
import { cssColor } from '../ui/theme';
import { yRange } from './live-chart';
import { type PlotConstructor, timeAxis, usePlot, valueAxis } from './plot';
import { cursorRow, rowAfterKey, rowAt, shade, stepTimes, twice } from './steps';

interface HistoryChartProps {
  columns: Columns;
  window: WindowName;
  counter: boolean;
  /** From here on values may still change, ms since the epoch; NaN where it is not known. */
  finalTo: number;
  label: string;
  format: (value: number | null) => string;
  /** The row under the pointer or the keyboard's cursor; -1 for none. */
  onRow: (row: number) => void;
}

interface Drawn {
  finalTo: number;
  onRow: (row: number) => void;
}

const drawn = new WeakMap<uPlot, Drawn>();

/** Rollups: a band from lowest to highest, the average and p95; a counter's rate. Arrow keys move the cursor. */
export function HistoryChart(props: HistoryChartProps) {
  const { columns, window, counter, finalTo, label, format, onRow } = props;
  const { locale } = useI18n();
  const cursor = useRef(-1);
  const edges = {
    min: columns.starts[0] ?? 0,
    max: (columns.starts[columns.starts.length - 1] ?? 0) + WINDOW_MS[window],
  };
  const tick = (time: number, stepMs: number, first: boolean) =>
    formatTick(time, stepMs, first, locale, window === '24h');
  const { host, plot } = usePlot(
    `${window}/${counter}/${locale}`,
    (Plot) => options(Plot, window, counter, format, tick, edges),
    toSteps(columns, window, counter),
    (made) => {
      drawn.set(made, { finalTo, onRow });
      made.setScale('x', edges);
    },
  );

  const move = (event: KeyboardEvent) => {
    const made = plot.current;
    const rows = columns.starts.length;
    const next = rowAfterKey(event.key, cursor.current, rows);
    if (next === undefined || !made || rows === 0) return;
    event.preventDefault();
    cursor.current = next;
    const middle = (columns.starts[next] ?? 0) + WINDOW_MS[window] / 2;
    made.setCursor({ left: made.valToPos(middle, 'x'), top: 10 });
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart out window by window
    <div class="chart-focus" role="application" aria-label={label} tabIndex={0} onKeyDown={move}>
      <div class="chart chart-history" ref={host} />
    </div>
  );
}

/** Rows for uPlot, see steps.ts. */
export function toSteps(columns: Columns, window: WindowName, counter: boolean): uPlot.AlignedData {
  const x = stepTimes(columns.starts, window);
  if (counter) return [x, twice(columns.avg)];
  return [x, ...[columns.min, columns.max, columns.p95, columns.avg].map(twice)];
}

function options(
  Plot: PlotConstructor,
  window: WindowName,
  counter: boolean,
  format: (value: number | null) => string,
  tick: (time: number, stepMs: number, first: boolean) => string,
  edges: { min: number; max: number },
): Omit<uPlot.Options, 'width' | 'height'> {
  const straight = Plot.paths.linear?.();
  const line = { ...(straight ? { paths: straight } : {}), points: { show: false } };
  const average = cssColor('--line-1');
  return {
    ms: 1,
    // Days are cut in UTC and are labelled so.
    ...(window === '24h'
      ? { tzDate: (time: number) => Plot.tzDate(new Date(time), 'Etc/UTC') }
      : {}),
    legend: { show: false },
    cursor: {
      drag: { x: false, y: false },
      points: { show: false },
      y: false,
      dataIdx: (plot, _, __, x) => rowAt(plot, x) * 2,
    },
    scales: {
      x: { time: true, auto: false, ...edges },
      y: { range: (_, min, max) => yRange([], counter ? Math.min(0, min) : min, max) },
    },
    axes: [timeAxis(tick), valueAxis(format)],
    padding: [8, 18, null, 0],
    series: counter
      ? [{}, { ...line, stroke: average, width: 1.75, fill: cssColor('--band') }]
      : [
          {},
          { ...line, stroke: 'transparent', width: 0 },
          { ...line, stroke: 'transparent', width: 0 },
          { ...line, stroke: cssColor('--line-2'), width: 1 },
          { ...line, stroke: average, width: 1.75 },
        ],
    ...(counter
      ? {}
      : { bands: [{ series: [2, 1] as [number, number], fill: cssColor('--band') }] }),
    hooks: {
      drawClear: [(plot) => shade(plot, drawn.get(plot)?.finalTo ?? Number.NaN)],
      setCursor: [(plot) => drawn.get(plot)?.onRow(cursorRow(plot))],
    },
  };
}
