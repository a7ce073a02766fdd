const formats = new Map<string, Intl.DateTimeFormat>();

/** Time of day to the millisecond, in the reader's time zone. */
export function formatInstant(time: number, locale: string): string {
  let format = formats.get(locale);
  if (!format) {
    format = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      fractionalSecondDigits: 3,
      hourCycle: 'h23',
    });
    formats.set(locale, format);
  }
  return format.format(time);
}

const numbers = new Map<string, Intl.NumberFormat>();

/** The value nearly as it was sent, not rounded to what is easily read. */
export function formatExact(value: number, locale: string): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-6 || size >= 1e15)) return value.toExponential(6);
  // Ten digits, of which those before the point are never rounded.
  const whole = size < 1 ? 1 : Math.floor(Math.log10(size)) + 1;
  const fraction = Math.min(6, Math.max(0, 10 - whole));
  const key = `${locale}/${fraction}`;
  let format = numbers.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, { maximumFractionDigits: fraction });
    numbers.set(key, format);
  }
  return format.format(value);
}

/** "+0.5"; "=" where it is the same; nothing where it cannot be said. */
export function formatDelta(before: number, value: number, locale: string): string {
  if (before === value) return '=';
  const delta = value - before;
  if (!Number.isFinite(delta)) return '';
  // Of six digits at most, so that 0.1 + 0.2 is not told as 0.30000000000000004.
  const text = formatExact(Number(Math.abs(delta).toPrecision(6)), locale);
  return delta > 0 ? `+${text}` : `−${text}`;
}
