import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type uPlot from 'uplot';
import { cssColor, THEME_CHANGED } from '../ui/theme';

export type PlotConstructor = typeof uPlot;

/** The chart library is fetched when the first chart is drawn: the fleet does without it. */
let loading: Promise<PlotConstructor> | undefined;

export function loadPlot(): Promise<PlotConstructor> {
  loading ??= Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(
    ([module]) => module.default,
  );
  return loading;
}

const FONT = '11px system-ui, -apple-system, "Segoe UI", sans-serif';

/** Colours of lines, told apart by people with any kind of colour vision (Okabe and Ito's, adapted). */
export const LINES = 8;

/** Instead of a colour of its own: a line among many, which shows how they are spread. */
export const OTHERS = -1;

export function lineColor(index: number): string {
  return cssColor(index === OTHERS ? '--line-others' : `--line-${(index % LINES) + 1}`);
}

/** What both axes of both charts have in common. */
function axis(): uPlot.Axis {
  return {
    stroke: cssColor('--text-muted'),
    font: FONT,
    grid: { stroke: cssColor('--grid'), width: 1 },
    ticks: { show: false },
    gap: 6,
  };
}

export function timeAxis(
  label: (time: number, stepMs: number, first: boolean) => string,
): uPlot.Axis {
  return {
    ...axis(),
    space: 88,
    size: 26,
    values: (_, splits, __, ___, step) =>
      splits.map((time, index) => label(time, step, index === 0)),
  };
}

/** As wide as its longest label. */
export function valueAxis(format: (value: number) => string): uPlot.Axis {
  return {
    ...axis(),
    space: 34,
    size: (_, labels) => 14 + 6.3 * Math.max(3, ...(labels ?? []).map((label) => label.length)),
    values: (_, splits) => splits.map(format),
  };
}

/** Light or dark may change while a chart is there; canvases are drawn again then. */
export function useThemeVersion(): number {
  const [version, setVersion] = useState(0);
  useEffect(() => {
    const changed = () => setVersion((before) => before + 1);
    addEventListener(THEME_CHANGED, changed);
    return () => removeEventListener(THEME_CHANGED, changed);
  }, []);
  return version;
}

export interface PlotHandle {
  host: RefObject<HTMLDivElement | null>;
  plot: RefObject<uPlot | null>;
}

/**
 * Keeps one uPlot in a `div`: made anew when `shape` changes, resized with its element, fed with `data` otherwise.
 *
 * @param shape what the options depend on
 */
export function usePlot(
  shape: string,
  options: (Plot: PlotConstructor) => Omit<uPlot.Options, 'width' | 'height'>,
  data: uPlot.AlignedData,
  update?: (plot: uPlot) => void,
): PlotHandle {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const theme = useThemeVersion();
  const latest = useRef({ options, data, update });
  latest.current = { options, data, update };

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    let closed = false;
    let observer: ResizeObserver | undefined;
    void loadPlot().then((Plot) => {
      if (closed) return;
      const size = () => ({ width: element.clientWidth, height: element.clientHeight });
      const made = new Plot(
        { ...latest.current.options(Plot), ...size() },
        latest.current.data,
        element,
      );
      plot.current = made;
      latest.current.update?.(made);
      observer = new ResizeObserver(() => made.setSize(size()));
      observer.observe(element);
    });
    return () => {
      closed = true;
      observer?.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [shape, theme]);

  useEffect(() => {
    if (!plot.current) return;
    plot.current.setData(data, false);
    update?.(plot.current);
  });

  return { host, plot };
}
