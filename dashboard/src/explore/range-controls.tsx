import { useState } from 'preact/hooks';
import { formatMoment } from '../format/time';
import { useI18n, useMessages } from '../i18n/i18n';
import { RANGES, suitableRange, WINDOWS } from '../route/route';
import { Segmented } from '../ui/segmented';
import { spanOf } from './explore-query';
import type { ExploreState, Span } from './explore-route';
import { messages } from './messages';

interface RangeControlsProps {
  state: ExploreState;
  onChange: (state: ExploreState) => void;
}

/** The window, and the range: one that ends now, or from one time to another. */
export function RangeControls({ state, onChange }: RangeControlsProps) {
  const t = useMessages(messages);
  const { window, range, span } = state;
  const { span: _, ...relative } = state;
  const move = (steps: number) => {
    const { from, to } = spanOf(state, Date.now());
    onChange({
      ...state,
      span: { from: from + steps * (to - from), to: to + steps * (to - from) },
    });
  };
  return (
    <div class="controls">
      <Segmented
        label={t('window')}
        name="window"
        options={WINDOWS}
        value={window}
        onChoose={(next) => onChange({ ...state, window: next, range: suitableRange(next, range) })}
      />
      <Segmented<string>
        label={t('range')}
        name="range"
        options={RANGES[window]}
        value={span ? '' : range}
        onChoose={(next) =>
          onChange({ ...relative, range: RANGES[window].find((each) => each === next) ?? range })
        }
      />
      <div class="move">
        <button
          type="button"
          onClick={() => move(-1)}
          aria-label={t('earlier')}
          title={t('earlier')}
        >
          ‹
        </button>
        <SpanEditor state={state} onChange={(next) => onChange({ ...state, span: next })} />
        <button
          type="button"
          disabled={!span || span.to >= Date.now()}
          onClick={() => move(1)}
          aria-label={t('later')}
          title={t('later')}
        >
          ›
        </button>
        {span && (
          <button type="button" onClick={() => onChange(relative)}>
            {t('untilNow')}
          </button>
        )}
      </div>
    </div>
  );
}

interface SpanEditorProps {
  state: ExploreState;
  onChange: (span: Span) => void;
}

/** What was typed while a span was shown; what was not is as shown. */
interface Typed {
  known: string;
  from?: string;
  to?: string;
}

/** Folded: the range in words. Open: two inputs in the reader's time zone. */
function SpanEditor({ state, onChange }: SpanEditorProps) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const [open, setOpen] = useState(false);
  const { window, span } = state;
  const known = span ? `${span.from}-${span.to}` : '';
  const [typed, setTyped] = useState<Typed>({ known });
  // What was typed for another span is of no use for this one.
  const mine = typed.known === known ? typed : { known };
  const now = spanOf(state, Date.now());
  const from = mine.from ?? toLocal(now.from);
  const to = mine.to ?? toLocal(now.to);
  const wanted = { from: Date.parse(from), to: Date.parse(to) };
  const wrong = !(wanted.from < wanted.to);

  const apply = (event: Event) => {
    event.preventDefault();
    if (wrong) return;
    onChange(wanted);
    setOpen(false);
  };
  const toggle = (opens: boolean) => {
    setOpen(opens);
    if (!opens) setTyped({ known });
  };
  return (
    <details class="span" open={open} onToggle={(event) => toggle(event.currentTarget.open)}>
      <summary>
        {span
          ? `${formatMoment(span.from, locale, window === '24h')} – ${formatMoment(span.to, locale, window === '24h')}`
          : t('range.absolute')}
      </summary>
      <form class="span-form card" onSubmit={apply}>
        <label>
          {t('from')}
          <input
            type="datetime-local"
            required
            value={from}
            onInput={(event) => setTyped({ ...mine, from: event.currentTarget.value })}
          />
        </label>
        <label>
          {t('to')}
          <input
            type="datetime-local"
            required
            value={to}
            onInput={(event) => setTyped({ ...mine, to: event.currentTarget.value })}
          />
        </label>
        {wrong && from && to && <p class="note note-warn">{t('range.wrong')}</p>}
        <button type="submit" disabled={wrong}>
          {t('apply')}
        </button>
      </form>
    </details>
  );
}

/** As an input of the type datetime-local wants it: the reader's time zone, whole minutes. */
export function toLocal(time: number): string {
  const date = new Date(time);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${String(date.getFullYear()).padStart(4, '0')}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
