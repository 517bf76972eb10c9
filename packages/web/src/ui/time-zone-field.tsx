/** Chooses a time zone by typing a part of its name. */
import { useId } from 'react';

const ZONES = ['UTC', ...Intl.supportedValuesOf('timeZone')];

export function TimeZoneField(props: {
  label: string;
  hint?: string;
  value: string;
  onChange: (zone: string) => void;
}) {
  const id = useId();
  const wrong = props.value !== '' && !isZone(props.value);
  return (
    <div>
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        className="field"
        list={`${id}-zones`}
        value={props.value}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={wrong}
        aria-describedby={`${id}-hint`}
        onFocus={(event) => event.target.select()}
        onChange={(event) => props.onChange(event.target.value)}
      />
      <datalist id={`${id}-zones`}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p id={`${id}-hint`} className={`mt-1 text-xs ${wrong ? 'text-loss' : 'text-quiet'}`}>
        {wrong ? 'No such time zone. Type a city, for example Berlin, and choose from the list.' : props.hint}
      </p>
    </div>
  );
}

/** True for a zone that this browser knows. */
export function isZone(name: string): boolean {
  try {
    return name !== '' && new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
