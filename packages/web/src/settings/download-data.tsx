/** Downloads everything as one archive; how large that gets is known when it is there. */
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useRef, useState } from 'react';
import { useServices } from '../app/services.tsx';
import { fileSize } from '../format/file-size.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { saveFile } from './save-file.ts';

export function DownloadData() {
  const { api } = useServices();
  const [bytes, setBytes] = useState(0);
  const calling = useRef<AbortController | null>(null);
  const download = useMutation({
    mutationFn: () => {
      setBytes(0);
      calling.current = new AbortController();
      return api.exportData(setBytes, calling.current.signal);
    },
    onSuccess: saveFile,
  });
  const cancelled = download.isError && calling.current?.signal.aborted;
  const said = download.isPending
    ? 'Gathering your data'
    : download.isSuccess
      ? `Downloaded, ${fileSize(download.data.content.size)}.`
      : cancelled
        ? 'Cancelled.'
        : '';
  return (
    <div>
      <p className="label">Take it along</p>
      <p className="mb-3 text-sm text-quiet">
        All you have here as one ZIP archive: conversations, trades, executions, notes, settings. Its README says what
        is in it. Executions can be imported again.
      </p>
      <div className="flex flex-wrap items-center gap-3">
        <button type="button" className="btn" disabled={download.isPending} onClick={() => download.mutate()}>
          <Download aria-hidden className="size-4" />
          Download everything
        </button>
        {download.isPending && (
          <button type="button" className="btn btn-quiet" onClick={() => calling.current?.abort()}>
            Cancel
          </button>
        )}
        <p className="text-sm text-quiet tabular-nums">
          <span role="status">{said}</span>
          {download.isPending && bytes > 0 && `, ${fileSize(bytes)} so far`}
        </p>
      </div>
      {download.isError && !cancelled && (
        <div className="mt-3">
          <ErrorNote error={download.error} onRetry={() => download.mutate()} />
        </div>
      )}
    </div>
  );
}
