/** What the journal needs of the database, one port a concern. */
import type { MatchedTrade, ReviewItem, StoredExecution } from '@tradistry/journal';
import type {
  Account,
  AccountPatch,
  ImportFormat,
  ImportProblem,
  ImportReport,
  NewAccount,
  NewNote,
  NewPlaybook,
  Note,
  NoteListQuery,
  NotePatch,
  Page,
  PageQuery,
  Playbook,
  PlaybookPatch,
  Position,
  ReviewExecution,
  Settings,
  SettingsPatch,
  Tag,
  Trade,
  TradeDetail,
  TradeFilters,
  TradeListQuery,
  TradePatch,
  TradeQuery,
  TradeResult,
  TradeUnit,
} from '@tradistry/protocol';

/** The engine: every figure anybody sees comes from here. */
export interface TradeEngine {
  /** What the query leaves out comes from the user's settings. */
  query(userId: string, query: TradeQuery): Promise<TradeResult>;
}

/** Finds notes by words and meaning, best first, those about the symbols before others; `null` words: the newest of those symbols. Dates are local days, inclusive. */
export interface NoteFinder {
  findNotes(
    userId: string,
    search: { words: string | null; symbols: readonly string[]; from: string | null; to: string | null; limit: number },
  ): Promise<Note[]>;
}

/** Reads single trades and open positions, for lists and for answers about them. */
export interface TradeReader {
  /** What is open now, over all accounts, by account and symbol. */
  listPositions(userId: string): Promise<Position[]>;
  /** Closed units, newest exit first; filters are read in the user's zone and on the user's fee basis, by exit time. */
  listTrades(userId: string, search: { filters: TradeFilters; unit: TradeUnit; limit: number }): Promise<Trade[]>;
}

/** The names a user's own words may refer to, as they are written in the journal, and whether there is anything to ask about. */
export interface JournalNames {
  /** Instruments and what they go back to: underlyings and futures roots. */
  readonly symbols: readonly string[];
  readonly accounts: readonly string[];
  readonly tags: readonly string[];
  readonly setups: readonly string[];
  /** Closed trades, flat to flat. */
  readonly closedTrades: number;
  readonly openTrades: number;
}

/** Reads those names, at most 2,000 of a kind. */
export interface NameReader {
  readNames(userId: string): Promise<JournalNames>;
}

/** Tells whether a journal has changed: settings, accounts, imports, trades and what was put to them; its notes are not among it. */
export interface JournalVersions {
  /** Equal to an earlier one only where nothing has changed in between. */
  readVersion(userId: string): Promise<string>;
  /** Forgets what only told versions apart that nobody asks for any more. */
  prune(): Promise<void>;
}

/** What a user has set; what they have not is the server's default. */
export interface SettingsStore {
  getSettings(userId: string): Promise<Settings>;
  /** With `matching` in it, every book of the user is to be matched again, whether or not it changed. */
  patchSettings(userId: string, patch: SettingsPatch): Promise<Settings>;
  /** Sets the time zone of a user who has set none. */
  proposeTimeZone(userId: string, timeZone: string): Promise<void>;
}

/** An account as an import finds or makes it. */
export interface AccountWish {
  readonly name: string;
  readonly broker: string | null;
  readonly time_zone: string | null;
  readonly currency: string;
  readonly demo: boolean;
}

export interface AccountStore {
  listAccounts(userId: string): Promise<Account[]>;
  /** By name, or by id. */
  findAccount(userId: string, nameOrId: string): Promise<Account | null>;
  /** Refuses a name that the user already has. */
  createAccount(userId: string, account: NewAccount): Promise<Account>;
  /** The account of that name, made when there is none. A time zone is kept when the account has none yet. */
  ensureAccount(userId: string, wish: AccountWish): Promise<{ account: Account; made: boolean }>;
  patchAccount(userId: string, id: string, patch: AccountPatch): Promise<Account>;
  /** With all that is in it, in batches. */
  deleteAccount(userId: string, id: string): Promise<void>;
  /** Takes back an account that nothing came into. */
  removeIfEmpty(userId: string, id: string): Promise<void>;
}

/** Executions go in and out; each change marks the books it touches as unmatched, in the same transaction. */
export interface ExecutionStore {
  /** Adds what is new by dedupe key; answers the keys that were. At most 1,000 at a time. */
  addExecutions(
    userId: string,
    target: { accountId: string; importId: string | null },
    executions: readonly StoredExecution[],
  ): Promise<Set<string>>;
  /** Marks books as unmatched though nothing changed. */
  markBooks(userId: string, accountId: string, underlyings: readonly string[]): Promise<void>;
  /** Removes an import's executions, in batches; answers the accounts they were in. */
  removeImported(userId: string, importId: string): Promise<string[]>;
  /** Of those executions: how many trades they are in, and how many are in review. At most 10,000 at a time. */
  countPlaced(userId: string, ids: readonly string[]): Promise<{ trades: number; review: number }>;
  /** Has the user any execution at all? */
  hasExecutions(userId: string): Promise<boolean>;
}

/** All of one underlying in one account, in the state that `stamp` names. */
export interface Book {
  readonly underlying: string;
  readonly stamp: string;
}

/** An execution to be matched, and what matching last said of it. */
export interface ExecutionToMatch {
  readonly execution: StoredExecution;
  readonly review: Pick<ReviewItem, 'code' | 'message'> | null;
}

/** A trade as it is stored: enough to know whether it is still so, and where in time it stands. */
export interface KnownTrade {
  readonly id: string;
  readonly digest: string;
  readonly underlying: string;
  readonly entryTime: string;
}

export interface TradeToWrite {
  readonly trade: MatchedTrade;
  readonly digest: string;
}

export interface ReviewChange {
  readonly executionId: string;
  readonly review: Pick<ReviewItem, 'code' | 'message'> | null;
}

/** One transaction's worth of what matching changes. */
export interface MatchBatch {
  readonly upserts: readonly TradeToWrite[];
  readonly deletes: readonly string[];
  readonly reviews: readonly ReviewChange[];
}

/** Books that are to be matched again, and how the outcome is written. Pages are by underlying and id. */
export interface BookStore {
  /** Unmatched books of an account with their number of executions. */
  listUnmatched(userId: string, accountId: string): Promise<{ underlying: string; executions: number }[]>;
  /** Over all users. */
  listUnmatchedAccounts(): Promise<{ userId: string; accountId: string }[]>;
  /** Those books and all that splits and symbol changes join to them, now marked as unmatched too. */
  joinBooks(userId: string, accountId: string, underlyings: readonly string[]): Promise<Book[]>;
  pageExecutions(userId: string, page: BookPage): Promise<ExecutionToMatch[]>;
  pageKnownTrades(userId: string, page: BookPage): Promise<KnownTrade[]>;
  /** Writes one batch, or nothing and answers false when a book has changed since its stamp. The last one marks the books as matched. */
  writeBatch(
    userId: string,
    target: { accountId: string; books: readonly Book[]; last: boolean },
    batch: MatchBatch,
  ): Promise<boolean>;
  /** Lets the planner know how large the tables have become. Takes milliseconds. */
  refreshStatistics(): Promise<void>;
}

export interface BookPage {
  readonly accountId: string;
  readonly underlyings: readonly string[];
  /** The last one of the page before. */
  readonly after: { readonly underlying: string; readonly id: string } | null;
  readonly limit: number;
}

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

export interface TradeStore extends TradeReader {
  pageTrades(userId: string, query: TradeListQuery): Promise<Page<Trade>>;
  getTrade(userId: string, id: string): Promise<TradeDetail | null>;
  patchTrade(userId: string, id: string, patch: TradePatch): Promise<boolean>;
  listReview(userId: string, page: PageQuery): Promise<Page<ReviewExecution>>;
  listTags(userId: string): Promise<Tag[]>;
}

/** Notes as they are stored: found by their ids, or by symbol and day, newest first. */
export interface StoredNotes {
  findNotes(
    userId: string,
    search: { symbols: readonly string[]; from: string | null; to: string | null; limit: number },
  ): Promise<Note[]>;
  /** In this order; those that are not there are left out. */
  getNotes(userId: string, ids: readonly string[]): Promise<Note[]>;
  listNotes(userId: string, query: PageQuery): Promise<Page<Note>>;
  getNote(userId: string, id: string): Promise<Note | null>;
  /** `date` is there: the caller knows the user's today. */
  createNote(userId: string, note: NewNote & { date: string }): Promise<Note>;
  patchNote(userId: string, id: string, patch: NotePatch): Promise<Note | null>;
  deleteNote(userId: string, id: string): Promise<boolean>;
}

/** Notes that are searched as well. */
export interface NoteStore extends Omit<StoredNotes, 'findNotes' | 'listNotes' | 'getNotes'>, NoteFinder {
  listNotes(userId: string, query: NoteListQuery): Promise<Page<Note>>;
}

/** Reads playbooks: by words, best first, or all of them, oldest first. */
export interface PlaybookReader {
  listPlaybooks(userId: string, query: NoteListQuery): Promise<Page<Playbook>>;
}

export interface PlaybookStore extends PlaybookReader {
  getPlaybook(userId: string, id: string): Promise<Playbook | null>;
  /** Refuses a name that the user already has; so does a patch. */
  createPlaybook(userId: string, playbook: NewPlaybook): Promise<Playbook>;
  patchPlaybook(userId: string, id: string, patch: PlaybookPatch): Promise<Playbook | null>;
  deletePlaybook(userId: string, id: string): Promise<boolean>;
}

/** The demo journal's words: what does not come in as executions. */
export interface DemoStore {
  /** `partial`: making or removing it was cut off. */
  getState(userId: string): Promise<'none' | 'partial' | 'whole'>;
  /** After its trades are there; all or nothing. */
  addWords(userId: string, words: DemoWords): Promise<void>;
  /** Before its accounts go: tags and setups of their trades, notes, playbooks. */
  removeWords(userId: string): Promise<void>;
}

/** `openingId` is the execution that opened the trade spoken of. */
export interface DemoWords {
  readonly notes: readonly DemoNoteToStore[];
  readonly playbooks: readonly { readonly name: string; readonly text: string; readonly tags: readonly string[] }[];
  readonly trades: readonly DemoTrade[];
}

interface DemoNoteToStore {
  readonly text: string;
  readonly date: string;
  readonly openingId: string | null;
  readonly symbols: readonly string[];
  readonly tags: readonly string[];
}

export interface DemoTrade {
  readonly openingId: string;
  readonly tags: readonly string[];
  readonly setup: string | null;
  readonly initialStop: string | null;
}
