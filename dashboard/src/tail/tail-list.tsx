import { Component } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { useI18n, useMessages } from '../i18n/i18n';
import { formatRoute } from '../route/route';
import { messages } from './messages';
import type { EventLine, SampleLine, TailLine } from './tail-buffer';
import { formatDelta, formatExact, formatInstant } from './tail-format';
import type { Order } from './tail-route';

/** Nearer to its end than this, a list of which the newest line is last goes on showing it. */
const AT_END_PX = 32;

/** The lines; says nothing by itself to a screen reader, which would not come to an end. */
export function TailList({ lines, order }: { lines: readonly TailLine[]; order: Order }) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const box = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const newest = lines[lines.length - 1]?.sequence;
  useLayoutEffect(() => {
    const element = box.current;
    if (element && order === 'last' && following.current) element.scrollTop = element.scrollHeight;
  }, [newest, order]);
  const scrolled = () => {
    const element = box.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    following.current = below < AT_END_PX;
  };
  const ordered = order === 'first' ? [...lines].reverse() : lines;
  const texts = {
    first: t('first'),
    lost: t('event.lost'),
    resumed: t('event.resumed'),
    reset: t('event.reset'),
    explore: t('explore'),
  };
  return (
    <div
      ref={box}
      class="tail-lines card"
      role="log"
      aria-live="off"
      aria-label={t('list', { count: lines.length })}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys
      tabIndex={0}
      onScroll={scrolled}
      data-testid="tail-lines"
    >
      {ordered.map((line) => (
        <Line key={line.sequence} line={line} locale={locale} texts={texts} />
      ))}
    </div>
  );
}

interface LineProps {
  line: TailLine;
  locale: string;
  texts: Record<'first' | 'explore' | EventLine['event'], string>;
}

/** Lines never change, so one that is there is not drawn again with each that comes. */
class Line extends Component<LineProps> {
  override shouldComponentUpdate(next: LineProps): boolean {
    return next.line !== this.props.line || next.locale !== this.props.locale;
  }

  render({ line, locale, texts }: LineProps) {
    return line.type === 'event' ? (
      <p class={`tail-event tail-${line.event}`}>
        <time>{formatInstant(line.time, locale)}</time> {texts[line.event]}
      </p>
    ) : (
      <Sample line={line} locale={locale} texts={texts} />
    );
  }
}

function Sample({ line, locale, texts }: Omit<LineProps, 'line'> & { line: SampleLine }) {
  const { metric, server, labels, value, move } = line;
  const explore = new URLSearchParams({ view: 'explore', metric });
  return (
    <p class={`tail-line tail-${move}`}>
      <time dateTime={new Date(line.time).toISOString()}>{formatInstant(line.time, locale)}</time>
      <span class="tail-server">
        {server && (
          <a data-page href={formatRoute({ server, metric })}>
            {server}
          </a>
        )}
      </span>
      <a
        class="tail-metric"
        data-page
        href={`?${explore}`}
        title={texts.explore.replace('{metric}', metric)}
      >
        {metric}
      </a>
      <span class="tail-labels">{labelText(labels, server)}</span>
      <span class="tail-value">{formatExact(value, locale)}</span>
      <span class="tail-delta">
        {move === 'first' ? texts.first : formatDelta(line.before, value, locale)}
      </span>
    </p>
  );
}

/** Labels in one line, without what the line says anyway. */
export function labelText(labels: Record<string, string>, server: string): string {
  return Object.entries(labels)
    .filter(([name, value]) => name !== '__name__' && value !== server)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
