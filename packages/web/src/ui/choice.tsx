/** One setting of a few values. */
import { useId } from 'react';

export function Choice<T extends string>(props: {
  label: string;
  hint?: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  const id = useId();
  const choose = (text: string) => {
    const option = props.options.find(([value]) => value === text);
    if (option) props.onChange(option[0]);
  };
  return (
    <div>
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      <select
        id={id}
        className="field"
        value={props.value}
        aria-describedby={props.hint ? `${id}-hint` : undefined}
        onChange={(event) => choose(event.target.value)}
      >
        {props.options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {props.hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-quiet">
          {props.hint}
        </p>
      )}
    </div>
  );
}
