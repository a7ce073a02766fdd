import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { MetricInfo } from '../api/types';
import { useSlashKey } from '../fleet/fleet-page';
import { formatCount } from '../format/numbers';
import { useI18n, useMessages } from '../i18n/i18n';
import { matchingMetrics } from '../server/metric-picker';
import { messages } from './messages';
import type { MetricList } from './use-catalogue';

/** Options that are shown at once; typing narrows the rest down. */
const MOST_OPTIONS = 50;

interface MetricComboboxProps {
  chosen: string;
  list: MetricList;
  onType: (text: string) => void;
  onChoose: (metric: string) => void;
}

/** An input with the metrics that match what is typed (the combobox pattern of WAI-ARIA 1.2). */
export function MetricCombobox({ chosen, list, onType, onChoose }: MetricComboboxProps) {
  const { locale } = useI18n();
  const t = useMessages(messages);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(chosen);
  const [typed, setTyped] = useState(false);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useSlashKey(input);
  useEffect(() => setText(chosen), [chosen]);

  const metrics = list.metrics ?? [];
  // Until something is typed all are offered, not only those that match the name that is there.
  const found = foundMetrics(metrics, typed ? text : '');
  const options = found.slice(0, MOST_OPTIONS);

  const type = (next: string) => {
    setText(next);
    setTyped(true);
    setOpen(true);
    setActive(-1);
    onType(next);
  };
  const close = () => {
    setOpen(false);
    setTyped(false);
    setActive(-1);
  };
  const choose = (metric: string) => {
    close();
    setText(metric);
    if (metric !== chosen) onChoose(metric);
  };
  const abandon = () => {
    close();
    setText(chosen);
  };
  const press = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        event.preventDefault();
        const step = event.key === 'ArrowDown' ? 1 : -1;
        setOpen(true);
        setActive(open ? stepped(active, step, options.length) : 0);
        break;
      }
      case 'Enter': {
        event.preventDefault();
        const wanted = options[active]?.name ?? takenAsIs(text, options);
        if (wanted) choose(wanted);
        break;
      }
      case 'Escape':
        abandon();
        break;
    }
  };

  return (
    <div class="combobox">
      <label for={`${id}-input`}>{t('metric')}</label>
      <div class="filter">
        <input
          ref={input}
          id={`${id}-input`}
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          placeholder={t('metric.hint')}
          aria-expanded={open && options.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(open && active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
          value={text}
          onInput={(event) => type(event.currentTarget.value)}
          onClick={() => setOpen(true)}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={abandon}
          onKeyDown={press}
        />
        <kbd>/</kbd>
      </div>
      <div class="options card" hidden={!open}>
        <div id={`${id}-list`} role="listbox" aria-label={t('metric')}>
          {options.map(({ name, kind, series }, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and the keys
            <div
              key={name}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              class={name === chosen ? 'option option-chosen' : 'option'}
              // The input keeps the focus, or the list would be gone before the click.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => choose(name)}
              ref={index === active ? intoView : null}
            >
              <span class="option-name">{name}</span>
              <span class="option-more">
                {kind} · {t('metric.series', { count: formatCount(series, locale) })}
              </span>
            </div>
          ))}
        </div>
        <p class="combobox-note muted" role="status">
          {options.length === 0 && list.metrics
            ? t('metric.none')
            : found.length > MOST_OPTIONS
              ? t('metric.more', { count: formatCount(found.length - MOST_OPTIONS, locale) })
              : list.metrics && (
                  <span class="visually-hidden">{t('metric.count', { count: found.length })}</span>
                )}
        </p>
      </div>
    </div>
  );
}

/** Metrics that have every word of what is typed; the one that is just that comes first. */
export function foundMetrics(metrics: MetricInfo[], text: string): MetricInfo[] {
  const names = new Set(
    matchingMetrics(
      metrics.map(({ name }) => name),
      text,
    ),
  );
  const found = metrics.filter(({ name }) => names.has(name));
  const exact = found.find(({ name }) => name === text.trim());
  return exact ? [exact, ...found.filter((each) => each !== exact)] : found;
}

/** What Enter means where no option is marked: the only option, or the text itself. */
export function takenAsIs(text: string, options: MetricInfo[]): string {
  return options.length === 1 && options[0] ? options[0].name : text.trim();
}

/** Around the ends. */
export function stepped(active: number, step: number, options: number): number {
  if (options === 0) return -1;
  return (active + step + options) % options;
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
