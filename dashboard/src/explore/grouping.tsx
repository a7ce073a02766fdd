import { useMessages } from '../i18n/i18n';
import { messages } from './messages';

interface GroupingProps {
  /** Absent: each series on its own. */
  by: string[] | undefined;
  /** Labels that the metric's series have. */
  labels: string[];
  onChange: (by: string[] | undefined) => void;
}

/** Each series on its own, or those that agree in some labels as one. */
export function Grouping({ by, labels, onChange }: GroupingProps) {
  const t = useMessages(messages);
  const offered = [...new Set([...labels, ...(by ?? [])])];
  return (
    <fieldset class="control">
      <legend class="control-name">{t('group')}</legend>
      <div class="segments">
        {[false, true].map((merged) => (
          <label key={String(merged)}>
            <input
              type="radio"
              name="group"
              checked={merged === (by !== undefined)}
              onChange={() => onChange(merged ? [] : undefined)}
            />
            <span>{t(merged ? 'group.merged' : 'group.each')}</span>
          </label>
        ))}
      </div>
      {by && (
        <>
          <span class="muted">{by.length > 0 ? t('group.by') : t('group.all')}</span>
          {offered.map((label) => (
            <Chip
              key={label}
              label={label}
              checked={by.includes(label)}
              onChange={(checked) =>
                onChange(checked ? [...by, label] : by.filter((each) => each !== label))
              }
            />
          ))}
        </>
      )}
    </fieldset>
  );
}

interface ChipProps {
  label: string;
  checked: boolean;
  disabled?: boolean;
  title?: string;
  onChange: (checked: boolean) => void;
}

/** A check box that looks like a button. */
export function Chip({ label, checked, disabled, title, onChange }: ChipProps) {
  return (
    <label class="chip" {...(title ? { title } : {})}>
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled ?? false}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
