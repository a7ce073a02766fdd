interface SegmentedProps<T extends string> {
  label: string;
  name: string;
  options: readonly T[];
  value: T;
  onChoose: (value: T) => void;
}

/** A few exclusive choices side by side: radio buttons, with what the keyboard does to them. */
export function Segmented<T extends string>(props: SegmentedProps<T>) {
  return (
    <fieldset class="segmented">
      <legend>{props.label}</legend>
      <div class="segments">
        {props.options.map((option) => (
          <label key={option}>
            <input
              type="radio"
              name={props.name}
              value={option}
              checked={option === props.value}
              onChange={() => props.onChoose(option)}
            />
            <span>{option}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
