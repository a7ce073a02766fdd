import type uPlot from 'uplot';
import { toPlottable } from '../api/numbers';
import type { WindowValues } from '../api/types';
import { parseTime } from '../format/time';
import { cssColor } from '../ui/theme';
import { aligned, stepped } from './aligned';
import {
  LINES,
  lineColor,
  OTHERS,
  type PlotConstructor,
  timeAxis,
  usePlot,
  valueAxis,
} from './plot';

export interface LiveLine {
  id: string;
  times: number[];
  values: (number | null)[];
  /** Index of its colour, or OTHERS. */
  color: number;
}

interface LiveChartProps {
  lines: LiveLine[];
  /** Edges, ms since the epoch. */
  from: number;
  to: number;
  label: string;
  format: (value: number | null) => string;
  /** 5m windows that are drawn behind a line that is alone: from lowest to highest, and the average. */
  backdrop: WindowValues[];
}

const WINDOW = 300_000;

/** The last minutes, moving. */
export function LiveChart({ lines, from, to, label, format, backdrop }: LiveChartProps) {
  const data = lines.length > LINES ? stepped(lines, from, to) : aligned(lines);
  const windows = backdrop.filter((each) => parseTime(each.start) + WINDOW > from);
  // The hooks of uPlot see what is current through this object, which lives as long as the chart.
  const { host } = usePlot(
    lines.map((line) => `${line.id}:${line.color}`).join(),
    (Plot) => options(Plot, lines, format, { min: from, max: to }),
    data,
    (plot) => {
      backdrops.set(plot, windows);
      plot.setScale('x', { min: from, max: to });
    },
  );
  return <div class="chart chart-live" ref={host} role="img" aria-label={label} />;
}

const backdrops = new WeakMap<uPlot, WindowValues[]>();

function options(
  Plot: PlotConstructor,
  lines: LiveLine[],
  format: (value: number | null) => string,
  edges: { min: number; max: number },
): Omit<uPlot.Options, 'width' | 'height'> {
  const smooth = Plot.paths.linear?.();
  return {
    ms: 1,
    legend: { show: false },
    cursor: { drag: { x: false, y: false }, points: { size: 7 }, y: false },
    scales: {
      x: { time: true, auto: false, ...edges },
      y: { range: (plot, min, max) => yRange(backdrops.get(plot) ?? [], min, max) },
    },
    axes: [timeAxis(clock), valueAxis(format)],
    padding: [8, 8, null, 0],
    series: [
      {},
      ...lines.map((line) => ({
        stroke: lineColor(line.color),
        width: line.color === OTHERS ? 1 : 1.75,
        ...(smooth ? { paths: smooth } : {}),
        points: {
          show: fewPoints(line.color === OTHERS ? 2 : 40),
          size: 4,
          fill: lineColor(line.color),
        },
        spanGaps: false,
      })),
    ],
    hooks: {
      drawAxes: [(plot) => drawBackdrop(plot, backdrops.get(plot) ?? [])],
    },
  };
}

/** Dots are shown while a line has so few values that it alone would not tell them; of one among many only the first. */
function fewPoints(most: number): uPlot.Series.Points.Show {
  return (plot, line) => {
    let count = 0;
    for (const value of plot.data[line] ?? []) {
      if (typeof value === 'number' && ++count >= most) return false;
    }
    return true;
  };
}

function clock(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const minute = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.getSeconds() === 0 ? minute : `${minute}:${two(date.getSeconds())}`;
}

/** Room above and below; a flat line is in the middle, and zero stays an edge where all is positive. */
export function yRange(
  windows: WindowValues[],
  dataMin: number | null,
  dataMax: number | null,
): [number, number] {
  const all = [
    dataMin,
    dataMax,
    ...windows.flatMap((w) => [toPlottable(w.min), toPlottable(w.max)]),
  ];
  const numbers = all.filter((value): value is number => Number.isFinite(value));
  if (numbers.length === 0) return [0, 1];
  const min = Math.min(...numbers);
  const max = Math.max(...numbers);
  const pad = (max - min || Math.abs(max) || 1) * 0.12;
  return [min >= 0 && min - pad < 0 ? 0 : min - pad, max + pad];
}

function drawBackdrop(plot: uPlot, windows: WindowValues[]): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const each of windows) {
    const min = toPlottable(each.min);
    const max = toPlottable(each.max);
    const average = toPlottable(each.avg);
    if (min === null || max === null) continue;
    const start = parseTime(each.start);
    const left = plot.valToPos(start, 'x', true);
    const right = plot.valToPos(start + WINDOW, 'x', true);
    const top = plot.valToPos(max, 'y', true);
    const bottom = plot.valToPos(min, 'y', true);
    ctx.fillStyle = cssColor('--band');
    ctx.fillRect(left, top, right - left - 1, Math.max(1, bottom - top));
    if (average === null) continue;
    const y = plot.valToPos(average, 'y', true);
    ctx.strokeStyle = cssColor('--band-line');
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(right - 1, y);
    ctx.stroke();
  }
  ctx.restore();
}
