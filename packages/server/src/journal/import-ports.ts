/** Imports of files: how one begins, how far it is, and what it came to. */
import type { ImportFormat, ImportProblem, ImportReport, Page, PageQuery } from '@tradistry/protocol';

/** An import as it begins. */
export interface NewImport {
  readonly id: string;
  readonly fileName: string;
  readonly timeZone: string;
  readonly dryRun: boolean;
  readonly account: string | null;
}

/** What is learnt of a running import. */
export interface ImportProgress {
  readonly progress: number;
  readonly accountId?: string;
  readonly timeZone?: string;
  readonly format?: ImportFormat;
}

/** The figures of a finished import: its report without what the row itself knows. */
export type ImportOutcome = Pick<ImportReport, 'account' | 'rows' | 'executions' | 'trades' | 'pnl' | 'problems'> & {
  /** Rows in review that are no executions; the first of the problems are theirs. */
  readonly unread: number;
};

/** Why an import failed, for people. */
export type ImportError = NonNullable<ImportReport['error']>;

export interface ImportStore {
  createImport(userId: string, wish: NewImport): Promise<void>;
  /** Also the sign of life of a running import. */
  noteProgress(userId: string, id: string, progress: ImportProgress): Promise<void>;
  finishImport(userId: string, id: string, outcome: ImportOutcome): Promise<void>;
  failImport(userId: string, id: string, error: ImportError): Promise<void>;
  /** Ends all that run: whoever runs one finds out at its next write. */
  failRunning(userId: string, error: ImportError): Promise<void>;
  markUndone(userId: string, id: string): Promise<void>;
  getImport(userId: string, id: string): Promise<ImportReport | null>;
  listImports(userId: string, page: PageQuery): Promise<Page<ImportReport>>;
  isImporting(userId: string, accountId: string): Promise<boolean>;
  /** Over all users: running, and without a sign of life for so long. */
  listAbandoned(silentMs: number): Promise<{ userId: string; id: string }[]>;
  /** The account that the import put things into, if it is younger than the import: then it was made for it. */
  findMadeAccount(userId: string, id: string): Promise<string | null>;
  /** What became of an import's executions: trades they are in, net P&L of the pairs they closed or opened, rows in review. */
  countImported(userId: string, importId: string): Promise<{ trades: number; pnl: string; review: ImportProblem[] }>;
  getMapping(userId: string, headerHash: string): Promise<Record<string, string> | null>;
  /** While the import runs: one that was ended leaves nothing. */
  keepMapping(
    userId: string,
    of: { importId: string; headerHash: string },
    mapping: Record<string, string>,
  ): Promise<void>;
}
