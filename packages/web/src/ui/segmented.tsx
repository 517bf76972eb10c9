/** One choice of a few, side by side: radio buttons drawn as one bar. */
import { useId } from 'react';

export function Segmented<T extends string>(props: {
  label: string;
  /** `null`: none of them. */
  value: T | null;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex max-w-full min-w-0 overflow-x-auto rounded-lg border border-line bg-sunken p-0.5">
      <legend className="sr-only">{props.label}</legend>
      {props.options.map(([value, text]) => (
        <label
          key={value}
          className="relative flex min-h-9 items-center rounded-md px-2.5 text-sm md:px-3 whitespace-nowrap text-quiet has-checked:bg-surface has-checked:font-medium has-checked:text-ink has-checked:shadow-xs has-focus-visible:outline-2 has-focus-visible:outline-accent md:min-h-8"
        >
          <input
            type="radio"
            name={name}
            value={value}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {text}
        </label>
      ))}
    </fieldset>
  );
}
