import type { Unit } from './units';

const BINARY = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const DECIMAL: [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
];
const NO_VALUE = '–';

const formats = new Map<string, Intl.NumberFormat>();

function decimal(value: number, locale: string, maximumFractionDigits: number): string {
  const key = `${locale}/${maximumFractionDigits}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits });
    formats.set(key, format);
  }
  return format.format(value);
}

/** Three significant digits, without an exponent and without "-0". */
function short(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 0.001) return value.toExponential(1);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
  return decimal(value, locale, digits);
}

function scaled(value: number, locale: string): string {
  for (const [factor, suffix] of DECIMAL) {
    if (Math.abs(value) >= factor) return `${short(value / factor, locale)}\u2009${suffix}`;
  }
  return short(value, locale);
}

function bytes(value: number, locale: string): string {
  let step = 0;
  let rest = value;
  while (Math.abs(rest) >= 1024 && step < BINARY.length - 1) {
    rest /= 1024;
    step++;
  }
  return `${short(rest, locale)}\u2009${BINARY[step]}`;
}

function seconds(value: number, locale: string): string {
  const size = Math.abs(value);
  if (size === 0) return '0\u2009s';
  if (size < 1e-3) return `${short(value * 1e6, locale)}\u2009µs`;
  if (size < 1) return `${short(value * 1e3, locale)}\u2009ms`;
  if (size < 7200) return `${short(value, locale)}\u2009s`;
  if (size < 172_800) return `${short(value / 3600, locale)}\u2009h`;
  return `${short(value / 86_400, locale)}\u2009d`;
}

/**
 * A value as people read it: at most three significant digits and the unit.
 *
 * @param perSecond the value is a rate; seconds per second are a plain number then
 */
export function formatValue(
  value: number | null | undefined,
  unit: Unit,
  locale: string,
  perSecond = false,
): string {
  if (value === null || value === undefined || Number.isNaN(value)) return NO_VALUE;
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (perSecond && unit === 'seconds') return `${short(value, locale)}\u2009s/s`;
  const text =
    unit === 'bytes'
      ? bytes(value, locale)
      : unit === 'seconds'
        ? seconds(value, locale)
        : unit === 'ratio'
          ? `${decimal(value * 100, locale, Math.abs(value) < 0.1 ? 1 : 0)}%`
          : unit === 'percent'
            ? `${decimal(value, locale, Math.abs(value) < 10 ? 1 : 0)}%`
            : scaled(value, locale);
  return perSecond ? `${text}/s` : text;
}

/** The fleet's figures: a share as a whole percentage, a load with two digits, so that columns line up. */
export function formatFigure(value: number, load: boolean, locale: string): string {
  if (!Number.isFinite(value)) return NO_VALUE;
  if (!load) return `${decimal(value * 100, locale, 0)}%`;
  return value.toLocaleString(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export function formatCount(value: number | undefined, locale: string): string {
  return value === undefined ? NO_VALUE : decimal(value, locale, 0);
}
