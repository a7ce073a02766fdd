import { useId, useState } from 'preact/hooks';
import { CloseIcon } from './icons';

interface ChipInputProps {
  label: string;
  values: string[];
  /** Offered while typing; anything else may be typed as well. */
  suggestions: string[];
  /** What stands there while there are none. */
  placeholder: string;
  add: string;
  removeLabel: (value: string) => string;
  most: number;
  onChange: (values: string[]) => void;
}

/** Options of a datalist: browsers become slow with more. */
const MOST_SUGGESTIONS = 500;

/** Any number of words, each of which can be taken away again. */
export function ChipInput(props: ChipInputProps) {
  const { label, values, suggestions, placeholder, add, removeLabel, most, onChange } = props;
  const id = useId();
  const [text, setText] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    const value = text.trim();
    if (value && !values.includes(value)) onChange([...values, value]);
    setText('');
  };
  const typed = text.trim().toLowerCase();
  return (
    <div class="control">
      <span class="control-name">{label}</span>
      {values.map((value) => (
        <span key={value} class="matcher">
          {value}
          <button
            type="button"
            class="quiet"
            aria-label={removeLabel(value)}
            onClick={() => onChange(values.filter((each) => each !== value))}
          >
            <CloseIcon />
          </button>
        </span>
      ))}
      {values.length < most && (
        <form class="matcher-form matcher-form-one" onSubmit={submit}>
          <input
            aria-label={label}
            placeholder={values.length === 0 ? placeholder : ''}
            list={`${id}-values`}
            autocomplete="off"
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit" disabled={!typed}>
            {add}
          </button>
          <datalist id={`${id}-values`}>
            {suggestions
              .filter((each) => !values.includes(each) && each.toLowerCase().includes(typed))
              .slice(0, MOST_SUGGESTIONS)
              .map((each) => (
                <option key={each} value={each} />
              ))}
          </datalist>
        </form>
      )}
    </div>
  );
}
