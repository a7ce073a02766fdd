import type { ApiNumber } from '@tidegauge/client';

export { toKind, toNumber } from '@tidegauge/client';

/** For charts: null, which is a gap, for whatever cannot be drawn. */
export function toPlottable(value: ApiNumber | undefined): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
