/** A field with its name, a hint, and beside it what is wrong with what was written. */
import { useId } from 'react';

interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** What is wrong with it; undefined: nothing. */
  readonly fault?: string | undefined;
  readonly placeholder?: string;
  readonly inputMode?: 'numeric' | 'decimal';
  /** More than one: a text of several lines, which grows. */
  readonly rows?: number;
  readonly mono?: boolean;
}

export function TextField({ label, value, onChange, hint, fault, rows = 1, mono = false, ...rest }: TextFieldProps) {
  const id = useId();
  const said = fault ?? hint;
  const field = {
    ...rest,
    id,
    value,
    autoComplete: 'off',
    spellCheck: !mono,
    'aria-invalid': fault !== undefined,
    ...(said !== undefined && { 'aria-describedby': `${id}-said` }),
  };
  return (
    <div>
      <label className="label" htmlFor={id}>
        {label}
      </label>
      {rows > 1 ? (
        <textarea
          {...field}
          rows={rows}
          className={`field field-sizing-content max-h-[60dvh] py-2 ${mono ? 'font-mono md:text-xs' : ''}`}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input {...field} className="field" onChange={(event) => onChange(event.target.value)} />
      )}
      {said !== undefined && (
        <p id={`${id}-said`} className={`mt-1 text-xs whitespace-pre-line ${fault ? 'text-loss' : 'text-quiet'}`}>
          {said}
        </p>
      )}
    </div>
  );
}
