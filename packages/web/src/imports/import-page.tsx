/** Brings in broker files and shows what became of each. */
import { useState } from 'react';
import { Page } from '../ui/page.tsx';
import { EarlierImports } from './earlier-imports.tsx';
import { ImportForm } from './import-form.tsx';
import { ImportProgress } from './import-progress.tsx';

const NEEDS_COLUMNS = ['mapping_needed', 'wrong_mapping', 'unknown_header'];

export function ImportPage() {
  const [importId, setImportId] = useState<string | null>(null);
  const [asksColumns, setAsksColumns] = useState(false);
  return (
    <Page title="Import">
      <ImportForm
        asksColumns={asksColumns}
        onFile={() => setAsksColumns(false)}
        onStarted={(id) => {
          setImportId(id);
          setAsksColumns(false);
        }}
      />
      {importId && (
        <ImportProgress
          key={importId}
          importId={importId}
          onFailed={(code) => setAsksColumns(NEEDS_COLUMNS.includes(code))}
        />
      )}
      <EarlierImports />
    </Page>
  );
}
