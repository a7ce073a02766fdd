import { useRef } from 'preact/hooks';
import type uPlot from 'uplot';
import type { WindowName } from '../api/types';
import type { Columns } from '../history/columns';
import { WINDOW_MS } from '../route/route';
import { cssColor } from '../ui/theme';
import { yRange } from './live-chart';
import { axisColors, FONT, type PlotConstructor, usePlot } from './plot';

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
  const cursor = useRef(-1);
  const { host, plot } = usePlot(
    `${window}/${counter}/${columns.starts.length > 60}`,
    (Plot) => options(Plot, window, counter, format),
    toData(columns, window, counter),
    (made) => {
      drawn.set(made, { finalTo, onRow });
      const first = columns.starts[0] ?? 0;
      const last = columns.starts[columns.starts.length - 1] ?? 1;
      made.setScale('x', { min: first, max: last + WINDOW_MS[window] });
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

/** Steps need where the last one ends: one row more than there are windows. */
function toData(columns: Columns, window: WindowName, counter: boolean): uPlot.AlignedData {
  const last = columns.starts[columns.starts.length - 1];
  const end = last === undefined ? [] : [last + WINDOW_MS[window]];
  const x = [...columns.starts, ...end];
  if (counter) return [x, columns.avg];
  return [x, columns.min, columns.max, columns.p95, columns.avg];
}

function options(
  Plot: PlotConstructor,
  window: WindowName,
  counter: boolean,
  format: (value: number | null) => string,
): Omit<uPlot.Options, 'width' | 'height'> {
  const { stroke, grid } = axisColors();
  const stepped = Plot.paths.stepped?.({ align: 1 });
  const steps = stepped ? { paths: stepped } : {};
  const line = { ...steps, points: { show: false } };
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
      dataIdx: (plot, _, __, x) => rowAt(plot, x),
    },
    scales: {
      x: { time: true, auto: false },
      y: { range: (_, min, max) => yRange([], counter ? Math.min(0, min) : min, max) },
    },
    axes: [
      {
        stroke,
        font: FONT,
        grid: { stroke: grid, width: 1 },
        ticks: { show: false },
        gap: 6,
        space: 64,
        size: 40,
      },
      {
        stroke,
        font: FONT,
        grid: { stroke: grid, width: 1 },
        ticks: { show: false },
        size: 64,
        gap: 6,
        space: 34,
        values: (_, splits) => splits.map((value) => format(value)),
      },
    ],
    series: counter
      ? [{}, { ...line, stroke: average, width: 1.75, fill: cssColor('--band') }]
      : [
          {},
          { ...line, stroke: 'transparent', width: 0 },
          { ...line, stroke: 'transparent', width: 0 },
          { ...line, stroke: cssColor('--line-2'), width: 1.25, dash: [4, 3] },
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

/** The window that a time is in: the last that starts at or before it. */
function rowAt(plot: uPlot, x: number): number {
  const starts = plot.data[0];
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= x) low = middle;
    else high = middle - 1;
  }
  // The row past the end is not a window.
  return Math.min(low, starts.length - 2);
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
