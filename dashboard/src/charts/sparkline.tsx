interface SparklineProps {
  values: readonly number[];
  /** Top of the scale at least; values may be higher. */
  top: number;
  /** How many values the whole width stands for, once there are as many. */
  slots: number;
}

const WIDTH = 72;
const HEIGHT = 20;
/** A line of fewer values than this does not take the whole width yet. */
const FEWEST_SLOTS = 12;

/** Path of the values from the right edge leftwards; empty for fewer than two. */
export function sparkPath(values: readonly number[], top: number, slots: number): string {
  if (values.length < 2) return '';
  // All zero is a line at the bottom.
  const highest = Math.max(top, ...values.filter(Number.isFinite)) || 1;
  const shown = Math.min(slots, Math.max(FEWEST_SLOTS, values.length));
  const step = WIDTH / (shown - 1);
  const left = WIDTH - (values.length - 1) * step;
  let path = '';
  let pen = 'M';
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) {
      pen = 'M';
      return;
    }
    const x = left + index * step;
    const y = HEIGHT - 1 - (Math.max(0, value) / highest) * (HEIGHT - 2);
    path += `${pen}${x.toFixed(1)} ${y.toFixed(1)}`;
    pen = 'L';
  });
  return path;
}

/** The last values as a small line. The figure beside it says the same, so it is hidden from screen readers. */
export function Sparkline({ values, top, slots }: SparklineProps) {
  const path = sparkPath(values, top, slots);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path class="spark-base" d={`M0 ${HEIGHT - 0.5}H${WIDTH}`} />
      {path && <path class="spark-line" d={path} />}
    </svg>
  );
}
