const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** Younger than this is "now": figures that change every second are only unrest. */
const NOW = 5_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale, options);
    formats.set(key, made);
  }
  return made;
}

/** "5 s ago" in the locale's narrow style; the future, which is a clock that is off, counts as now. */
export function formatAgo(then: number, now: number, locale: string): string {
  const age = Math.max(0, now - then);
  const relative = new Intl.RelativeTimeFormat(locale, { style: 'narrow', numeric: 'auto' });
  if (age < NOW) return relative.format(0, 'second');
  if (age < MINUTE) return relative.format(-Math.floor(age / 1000), 'second');
  if (age < HOUR) return relative.format(-Math.floor(age / MINUTE), 'minute');
  if (age < 2 * DAY) return relative.format(-Math.floor(age / HOUR), 'hour');
  return relative.format(-Math.floor(age / DAY), 'day');
}

/** Time of day with seconds, in the reader's time zone. */
export function formatClock(time: number, locale: string): string {
  return format(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).format(time);
}

/** Date and time. Days are cut in UTC, so a day's window is named by its UTC date. */
export function formatMoment(time: number, locale: string, utcDay = false): string {
  return utcDay
    ? `${format(locale, { year: 'numeric', month: 'short', day: 'numeric', timeZone: 'UTC' }).format(time)} UTC`
    : format(locale, {
        month: 'short',
        day: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }).format(time);
}

/** The label of a tick: the time of day, with the date where a day begins, or only the date. */
export function formatTick(
  time: number,
  stepMs: number,
  first: boolean,
  locale: string,
  utc: boolean,
): string {
  const zone = utc ? { timeZone: 'UTC' } : {};
  const day = format(locale, { month: 'short', day: 'numeric', ...zone }).format(time);
  if (stepMs >= DAY) return day;
  const clock = format(locale, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...zone,
  }).format(time);
  return clock === '00:00' && !first ? day : clock;
}

/** The name of the reader's time zone, such as Asia/Seoul. */
export function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** ms since the epoch; NaN where the text is not a time. */
export function parseTime(text: string | null | undefined): number {
  return text ? Date.parse(text) : Number.NaN;
}
