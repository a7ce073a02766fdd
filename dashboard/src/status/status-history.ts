import type { PipelineStatus } from '../api/types';

/** Values that a small line has room for: five minutes, at one poll every two seconds. */
export const SLOTS = 150;
/** Lines that are kept: of any installation that a person would read this page of. */
const MOST_LINES = 200;
const NOTHING: readonly number[] = [];

/** The last figures of the pipeline, as this page has seen them; bounded. What is not known is a gap. */
export class StatusHistory {
  private readonly lines = new Map<string, number[]>();
  private last = '';

  /** Takes one answer's figures; the same answer again is not taken twice. */
  record(status: PipelineStatus): void {
    if (status.time === this.last) return;
    this.last = status.time;
    this.push('rate', status.samplesPerSecond);
    this.push('freshness', status.freshness);
    this.push('lag', mostLag(status));
    this.push('series', status.live?.series);
    for (const { name, lag } of status.consumers) this.push(`consumer/${name}`, lag);
    for (const { name, recordsPerSecond } of status.topics) {
      this.push(`topic/${name}`, recordsPerSecond);
    }
  }

  of(line: string): readonly number[] {
    return this.lines.get(line) ?? NOTHING;
  }

  private push(name: string, value: number | null | undefined): void {
    let line = this.lines.get(name);
    if (!line) {
      if (this.lines.size >= MOST_LINES) return;
      line = [];
      this.lines.set(name, line);
    }
    line.push(value ?? Number.NaN);
    if (line.length > SLOTS) line.shift();
  }
}

/** The page's own; it goes on where it stopped when the page is opened again. */
export const statusHistory = new StatusHistory();

/** The most that any consumer is behind; null where none says. */
export function mostLag({ consumers }: PipelineStatus): number | null {
  const known = consumers.map(({ lag }) => lag).filter((lag) => lag !== null);
  return known.length > 0 ? Math.max(...known) : null;
}

/** The share that the cache answered; NaN where it was not asked. */
export function hitShare({ hits, misses }: { hits: number; misses: number }): number {
  return hits + misses > 0 ? hits / (hits + misses) : Number.NaN;
}

/** Records between the beginning and the end of all partitions; null where one is not known. */
export function keptRecords(partitions: { begin: number | null; end: number | null }[]) {
  let sum = 0;
  for (const { begin, end } of partitions) {
    if (begin === null || end === null) return null;
    sum += end - begin;
  }
  return sum;
}
