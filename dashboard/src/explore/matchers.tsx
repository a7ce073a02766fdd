import { useId, useState } from 'preact/hooks';
import { useMessages } from '../i18n/i18n';
import { CloseIcon } from '../ui/icons';
import { MOST_MATCHERS } from './explore-route';
import { messages } from './messages';

type Match = [label: string, value: string];

interface MatchersProps {
  match: Match[];
  /** What there is to choose from. */
  labels: Map<string, string[]>;
  onChange: (match: Match[]) => void;
}

/** Labels that a series must have with a value; an empty value is a series without the label. */
export function Matchers({ match, labels, onChange }: MatchersProps) {
  const t = useMessages(messages);
  const id = useId();
  const [label, setLabel] = useState('');
  const [value, setValue] = useState('');
  const add = (event: Event) => {
    event.preventDefault();
    if (!label.trim()) return;
    onChange(withMatcher(match, [label.trim(), value]));
    setLabel('');
    setValue('');
  };
  return (
    <div class="control">
      <span class="control-name">{t('match')}</span>
      {match.map((each) => {
        const text = each[1] ? `${each[0]} = ${each[1]}` : t('match.absent', { label: each[0] });
        return (
          <span key={each.join(':')} class="matcher">
            {text}
            <button
              type="button"
              class="quiet"
              aria-label={t('match.remove', { matcher: text })}
              onClick={() => onChange(match.filter((other) => other !== each))}
            >
              <CloseIcon />
            </button>
          </span>
        );
      })}
      {match.length < MOST_MATCHERS && (
        <form class="matcher-form" onSubmit={add}>
          <input
            aria-label={t('match.label')}
            placeholder={t('match.label')}
            list={`${id}-labels`}
            autocomplete="off"
            value={label}
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
          <input
            aria-label={t('match.value')}
            placeholder={label ? t('match.value.hint') : t('match.value')}
            list={`${id}-values`}
            autocomplete="off"
            value={value}
            onInput={(event) => setValue(event.currentTarget.value)}
          />
          <button type="submit" disabled={!label.trim()}>
            {t('match.add')}
          </button>
          <datalist id={`${id}-labels`}>
            {[...labels.keys()].map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
          <datalist id={`${id}-values`}>
            {(labels.get(label.trim()) ?? []).map((each) => (
              <option key={each} value={each} />
            ))}
          </datalist>
        </form>
      )}
    </div>
  );
}

/** A label has one value: another one for it takes the place of the first. */
export function withMatcher(match: Match[], next: Match): Match[] {
  const place = match.findIndex(([label]) => label === next[0]);
  return place < 0 ? [...match, next] : match.map((each, index) => (index === place ? next : each));
}
