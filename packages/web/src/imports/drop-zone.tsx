/** Takes a broker's file, dropped or chosen. */
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useState } from 'react';

export function DropZone({ file, onFile }: { file: File | null; onFile: (file: File) => void }) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const first = files?.[0];
    if (first) onFile(first);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return (
    <label
      htmlFor={id}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={`flex cursor-pointer flex-col items-center gap-2 rounded-xl border-2 border-dashed px-6 py-9 text-center transition-colors hover:border-accent hover:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent ${over ? 'border-accent bg-accent-soft' : 'border-edge'}`}
    >
      <FileUp aria-hidden className="size-6 text-accent" />
      <span className="font-medium wrap-anywhere">{file ? file.name : 'Drop a broker file here, or choose one'}</span>
      <span className="text-sm text-quiet">
        {file
          ? `${sizeOf(file.size)}. Drop or choose another to change it.`
          : 'Tradovate Performance, tastytrade, or any CSV with fills'}
      </span>
      <input
        id={id}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        className="sr-only"
        onChange={(event) => {
          take(event.target.files);
          // The same file chosen again, after it was changed, is a change too.
          event.target.value = '';
        }}
      />
    </label>
  );
}

function sizeOf(bytes: number): string {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'KB'] : [bytes / 1_000_000, 'MB'];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
