import type { Labels } from '../api/types';

/** A series, as far as choosing what to ask for needs it. */
export interface ScopeSeries {
  id: string;
  labels: Labels;
}

/** What of a metric is shown: which series, and how history is asked for it. */
export interface Scope {
  /** The one series shown alone; absent where all of the server's are merged. */
  series?: ScopeSeries;
  match: [label: string, value: string][];
  merged: boolean;
}

/** The labels that name a server, in the order in which they count (contract's ServerRule). */
const SERVER_LABELS = ['host', 'host_name', 'hostname', 'instance'];

/** The label by which a series belongs to its server. */
export function serverLabel(labels: Labels): [label: string, value: string] | undefined {
  for (const label of SERVER_LABELS) {
    const value = labels[label];
    if (value !== undefined) return [label, value];
  }
  return undefined;
}

/**
 * The chosen series alone; else all of them merged, if one label has them all (several exporters
 * on one host differ in `instance`); else the first.
 */
export function scopeOf(series: ScopeSeries[], chosen?: string): Scope | undefined {
  const first = series[0];
  if (!first) return undefined;
  const alone = series.find((each) => each.id === chosen);
  if (alone) return only(alone);
  const label = serverLabel(first.labels);
  const common = label && series.every((each) => each.labels[label[0]] === label[1]);
  if (series.length === 1 || !common) return only(first);
  return { match: [label], merged: true };
}

function only(series: ScopeSeries): Scope {
  return {
    series,
    match: Object.entries(series.labels).filter(([name]) => name !== '__name__'),
    merged: false,
  };
}

/** What tells each series from the others: the labels in which they differ, or else all of them. */
export function distinguishing(series: ScopeSeries[]): Map<string, string> {
  const names = new Set(series.flatMap((each) => Object.keys(each.labels)));
  names.delete('__name__');
  const differing = [...names]
    .filter((name) => new Set(series.map((each) => each.labels[name])).size > 1)
    .sort();
  return new Map(
    series.map((each) => [
      each.id,
      differing
        .filter((name) => each.labels[name] !== undefined)
        .map((name) =>
          differing.length === 1 ? each.labels[name] : `${name}=${each.labels[name]}`,
        )
        .join(' '),
    ]),
  );
}
