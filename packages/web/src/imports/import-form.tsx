/** The file and what must be known to read it: account, time zone, and columns where they are not plain. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { browserZone } from '../app/use-settings.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { isZone, TimeZoneField } from '../ui/time-zone-field.tsx';
import { ColumnMapping } from './column-mapping.tsx';
import { DropZone } from './drop-zone.tsx';
import { readPointValues } from './point-values.ts';
import { readHeader } from './read-header.ts';

const HEAD_BYTES = 65_536;

export function ImportForm(props: { asksColumns: boolean; onFile: () => void; onStarted: (importId: string) => void }) {
  const { api } = useServices();
  const [file, setFile] = useState<File | null>(null);
  const [account, setAccount] = useState('');
  const [timeZone, setTimeZone] = useState(browserZone);
  const [dryRun, setDryRun] = useState(false);
  const [columns, setColumns] = useState<Record<string, string>>({});
  const [points, setPoints] = useState('');
  const header = useHeader(file, props.asksColumns);
  const pointValues = readPointValues(points);
  const start = useMutation({ mutationFn: api.startImport, onSuccess: ({ import_id: id }) => props.onStarted(id) });
  const ready = file !== null && isZone(timeZone) && pointValues !== null && !start.isPending;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready) return;
    const chosen = Object.keys(columns).length > 0 ? columns : null;
    start.mutate({ file, account, timeZone, dryRun, columns: chosen, pointValues });
  };
  const take = (next: File) => {
    setFile(next);
    setColumns({});
    start.reset();
    props.onFile();
  };

  return (
    <form onSubmit={submit} className="card space-y-4 p-4 md:p-5">
      <DropZone file={file} onFile={take} />
      <div className="grid gap-4 sm:grid-cols-2">
        <AccountField
          value={account}
          onChange={(name, zone) => {
            setAccount(name);
            if (zone !== null) setTimeZone(zone);
          }}
        />
        <TimeZoneField
          label="Time zone of the file"
          hint="Brokers write times without one. It is kept with the account."
          value={timeZone}
          onChange={setTimeZone}
        />
      </div>
      {props.asksColumns && header.length > 0 && (
        <ColumnMapping header={header} columns={columns} onChange={setColumns} />
      )}
      <PointValues text={points} wrong={pointValues === null} onChange={setPoints} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <label className="flex min-h-10 items-center gap-2.5 text-sm">
          <input
            type="checkbox"
            className="size-5 accent-accent-solid"
            checked={dryRun}
            onChange={(event) => setDryRun(event.target.checked)}
          />
          Dry run: read and reconcile, store nothing
        </label>
        <button type="submit" className="btn btn-primary" disabled={!ready}>
          {start.isPending ? 'Sending' : dryRun ? 'Try it' : 'Import'}
        </button>
      </div>
      {start.isError && <ErrorNote error={start.error} />}
    </form>
  );
}

/** Tells the zone of a known account too: it was asked once and kept. */
function AccountField(props: { value: string; onChange: (account: string, zone: string | null) => void }) {
  const { api } = useServices();
  const id = useId();
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => api.accounts(signal) });
  const change = (name: string) => {
    const known = accounts.data?.items.find((account) => account.name === name);
    props.onChange(name, known?.time_zone ?? null);
  };
  return (
    <div>
      <label className="label" htmlFor={id}>
        Account
      </label>
      <input
        id={id}
        className="field"
        list={`${id}-known`}
        value={props.value}
        maxLength={128}
        autoComplete="off"
        placeholder="Named after the broker"
        onChange={(event) => change(event.target.value)}
      />
      <datalist id={`${id}-known`}>
        {accounts.data?.items.map((account) => (
          <option key={account.id} value={account.name} />
        ))}
      </datalist>
      <p className="mt-1 text-xs text-quiet">A new name makes a new account.</p>
    </div>
  );
}

function PointValues({ text, wrong, onChange }: { text: string; wrong: boolean; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <details>
      <summary className="inline-flex min-h-10 items-center text-sm text-quiet hover:text-ink">
        Futures with a point value of their own
      </summary>
      <label className="label" htmlFor={id}>
        Money per point, by root
      </label>
      <input
        id={id}
        className="field"
        value={text}
        placeholder="FDAX = 25, FGBL = 1000"
        aria-invalid={wrong}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && <p className="mt-1 text-xs text-loss">Write each as ROOT = money per point, with commas between.</p>}
    </details>
  );
}

/** The file's column names, read only when they are asked for. */
function useHeader(file: File | null, wanted: boolean): string[] {
  const [header, setHeader] = useState<string[]>([]);
  useEffect(() => {
    if (!file || !wanted) return;
    let current = true;
    file
      .slice(0, HEAD_BYTES)
      .text()
      .then(
        (text) => current && setHeader(readHeader(text)),
        () => current && setHeader([]),
      );
    return () => {
      current = false;
    };
  }, [file, wanted]);
  return header;
}
