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
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const made = plot.current;
    const rows = columns.starts.length;
    if (step === 0 || !made || rows === 0) return;
    event.preventDefault();
    cursor.current =
      cursor.current < 0 ? rows - 1 : Math.min(rows - 1, Math.max(0, cursor.current + step));
    const middle = (columns.starts[cursor.current] ?? 0) + WINDOW_MS[window] / 2;
    made.setCursor({ left: made.valToPos(middle, 'x'), top: 10 });
  };

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart out window by window
    <div class="chart-focus" role="application" aria-label={label} tabIndex={0} onKeyDown={move}>
      <div class="chart chart-history" ref={host} />
    </div>
  );
}

/** A window is a step from its start to its end, also where its neighbours are missing: two rows each. */
export function toSteps(columns: Columns, window: WindowName, counter: boolean): uPlot.AlignedData {
  const twice = (column: (number | null)[]) => column.flatMap((value) => [value, value]);
  // One millisecond early, for rising rows.
  const x = columns.starts.flatMap((start) => [start, start + WINDOW_MS[window] - 1]);
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
    padding: [8, 8, null, 0],
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
      setCursor: [
        (plot) => {
          const { left } = plot.cursor;
          const inside = left !== undefined && left >= 0;
          drawn.get(plot)?.onRow(inside ? rowAt(plot, plot.posToVal(left, 'x')) : -1);
        },
      ],
    },
  };
}

/** The window that a time is in: the last that starts at or before it; -1 without any. */
function rowAt(plot: uPlot, x: number): number {
  const times = plot.data[0];
  let low = 0;
  let high = times.length / 2 - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((times[middle * 2] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, high);
}

/** What is not final yet stands on a shaded ground. */
function shade(plot: uPlot, from: number): void {
  const { ctx, bbox, scales } = plot;
  const max = scales.x?.max;
  if (Number.isNaN(from) || max === undefined || max === null || from >= max) return;
  const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
  const right = bbox.left + bbox.width;
  ctx.save();
  ctx.fillStyle = cssColor('--provisional');
  ctx.fillRect(left, bbox.top, right - left, bbox.height);
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = cssColor('--provisional-line');
  ctx.lineWidth = devicePixelRatio;
  const gap = 7 * devicePixelRatio;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += gap) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}
