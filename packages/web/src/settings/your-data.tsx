/** Takes everything along as one archive, and erases everything. */
import { DownloadData } from './download-data.tsx';
import { EraseDialog } from './erase-dialog.tsx';

export function YourData() {
  return (
    <section aria-labelledby="your-data" className="card space-y-5 p-4 md:p-6">
      <h2 id="your-data" className="section-title">
        Your data
      </h2>
      <DownloadData />
      <div className="border-t border-line pt-5">
        <p className="label">Erase everything</p>
        <p className="mb-3 text-sm text-quiet">
          Conversations, trades, accounts, notes, playbooks and settings, for good. Nobody can bring them back.
        </p>
        <EraseDialog />
      </div>
    </section>
  );
}
