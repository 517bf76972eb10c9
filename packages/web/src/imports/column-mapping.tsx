/** Asks once which column of a file holds what; the server keeps it for files with the same header. */
const FIELDS = [
  ['time', 'Date and time', true],
  ['date', 'Date, where it stands apart', false],
  ['symbol', 'Symbol', true],
  ['side', 'Buy or sell', true],
  ['quantity', 'Quantity', true],
  ['price', 'Price', true],
  ['fees', 'Fees', false],
  ['commission', 'Commission', false],
  ['id', 'Execution id', false],
  ['account', 'Account', false],
  ['currency', 'Currency', false],
  ['multiplier', 'Multiplier', false],
  ['asset_class', 'Asset class', false],
  ['expiry', 'Option expiry', false],
  ['strike', 'Option strike', false],
  ['right', 'Call or put', false],
  ['status', 'Order status', false],
] as const;

export function ColumnMapping(props: {
  header: readonly string[];
  columns: Readonly<Record<string, string>>;
  onChange: (columns: Record<string, string>) => void;
}) {
  const set = (field: string, column: string) => {
    const { [field]: _before, ...others } = props.columns;
    props.onChange(column === '' ? others : { ...others, [field]: column });
  };
  return (
    <fieldset>
      <legend className="section-title">Which column is which?</legend>
      <p className="mb-3 text-sm text-quiet">
        What you leave at "find it" is recognised by its name. The answer is kept for the next file with this header.
      </p>
      <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
        {FIELDS.map(([field, label, needed]) => (
          <div key={field}>
            <label className="label" htmlFor={`column-${field}`}>
              {label}
              {needed && <span className="font-normal text-quiet"> (needed)</span>}
            </label>
            <select
              id={`column-${field}`}
              className="field"
              value={props.columns[field] ?? ''}
              onChange={(event) => set(field, event.target.value)}
            >
              <option value="">Find it by its name</option>
              {props.header.map((name) => (
                <option key={name} value={name}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
    </fieldset>
  );
}
