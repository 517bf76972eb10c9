/** Sends a file to a test server's import and waits for its end. */
import type { ImportReport } from '@tradistry/protocol';
import type { TestServer } from './start-server.ts';

interface ImportOptions {
  readonly userId?: string;
  readonly name?: string;
  /** Form fields beside the file. */
  readonly fields?: Readonly<Record<string, string>>;
}

/** `POST /api/imports` as a form; whatever comes back. */
export function postFile(server: TestServer, text: string, options: ImportOptions = {}): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(options.fields ?? {})) form.set(name, value);
  form.set('file', new Blob([text], { type: 'text/csv' }), options.name ?? 'Performance.csv');
  return server.call('/api/imports', { method: 'POST', body: form, ...(options.userId && { userId: options.userId }) });
}

/** Imports and follows to the end. */
export async function importFile(server: TestServer, text: string, options: ImportOptions = {}): Promise<ImportReport> {
  const response = await postFile(server, text, options);
  // A 202 carries this; anything else fails the test that reads it.
  const { import_id } = (await response.json()) as { import_id: string };
  for (;;) {
    const followed = await server.call(`/api/imports/${import_id}`, options.userId ? { userId: options.userId } : {});
    const report = (await followed.json()) as ImportReport;
    if (report.status !== 'running') return report;
  }
}
