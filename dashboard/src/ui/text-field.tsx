interface TextFieldProps {
  id: string;
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  /** What is wrong with it. */
  mistake?: string;
  unit?: string;
  maxLength?: number;
  numeric?: boolean;
}

/** A labelled line of text with its hint, or what is wrong with it. */
export function TextField(props: TextFieldProps) {
  const { id, label, value, onInput, hint, mistake, unit, maxLength, numeric } = props;
  const note = mistake ?? hint;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <span class="field-input">
        <input
          id={id}
          type="text"
          value={value}
          autocomplete="off"
          {...(numeric ? { inputMode: 'decimal' } : {})}
          {...(maxLength ? { maxLength } : {})}
          {...(note ? { 'aria-describedby': `${id}-note` } : {})}
          aria-invalid={mistake ? true : undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        {unit && <span class="field-unit">{unit}</span>}
      </span>
      {note && (
        <span id={`${id}-note`} class={mistake ? 'field-mistake' : 'field-hint'}>
          {note}
        </span>
      )}
    </div>
  );
}
