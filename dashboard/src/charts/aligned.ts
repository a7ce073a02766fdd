import type uPlot from 'uplot';

interface Points {
  /** ms since the epoch, rising. */
  times: number[];
  /** null breaks the line. */
  values: (number | null)[];
}

/** More lines than have colours share their times, one each second: that is a pixel or two. */
const SHARED_STEP = 1_000;

/** One x column for all lines; where a line has no value at a time of another, it goes on undisturbed. */
export function aligned(lines: Points[]): uPlot.AlignedData {
  if (lines.length === 1 && lines[0]) return [lines[0].times, lines[0].values];
  const times = [...new Set(lines.flatMap((line) => line.times))].sort((a, b) => a - b);
  const rows = new Map(times.map((time, row) => [time, row]));
  const columns = lines.map((line) => {
    const column: (number | null | undefined)[] = new Array(times.length).fill(undefined);
    line.times.forEach((time, index) => {
      column[rows.get(time) ?? 0] = line.values[index];
    });
    return column;
  });
  return [times, ...columns];
}

/** The same of many lines: the last value of each second, so that all have their times in common. */
export function stepped(lines: Points[], from: number, to: number): uPlot.AlignedData {
  const first = Math.floor(from / SHARED_STEP);
  const count = Math.floor(to / SHARED_STEP) - first + 1;
  const times = Array.from({ length: count }, (_, row) => (first + row) * SHARED_STEP);
  const columns = lines.map((line) => {
    const column: (number | null | undefined)[] = new Array(count).fill(undefined);
    for (let index = 0; index < line.times.length; index++) {
      const value = line.values[index];
      // What breaks the line comes just before the value after it.
      const row =
        Math.floor((line.times[index] ?? 0) / SHARED_STEP) - first - (value === null ? 1 : 0);
      if (row >= 0 && row < count) column[row] = value;
    }
    return column;
  });
  return [times, ...columns];
}
