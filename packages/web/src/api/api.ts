/** Every REST call the page makes, typed by the protocol. */
import { everyPage } from '@tradistry/client';
import type {
  Account,
  DemoStatus,
  Experiment,
  ExperimentPatch,
  ExperimentResults,
  ExperimentStop,
  Feedback,
  ImportReport,
  JobQueues,
  Message,
  ModelList,
  ModelRequestRecord,
  ModelStates,
  NewExperimentInput,
  NewNote,
  NewPromptVersion,
  Note,
  NotePatch,
  Page,
  Position,
  PromptAuditEntry,
  PromptDiff,
  PromptOverview,
  PromptStrategy,
  PromptType,
  PromptVersion,
  PromptVersionSummary,
  SearchResults,
  Session,
  SessionPatch,
  Settings,
  SettingsPatch,
  StopResponse,
  StreamLife,
  StreamRecord,
  Summary,
  Trade,
  TradeDetail,
  TradePatch,
  TradeQueryInput,
  TradeResult,
} from '@tradistry/protocol';
import type { JournalFilters } from '../journal/journal-search.ts';
import { type Http, query } from './http.ts';
import { fileNameOf, readDownload } from './read-download.ts';

/** A file and how to read it. */
export interface ImportForm {
  file: File;
  account: string;
  timeZone: string;
  dryRun: boolean;
  /** Our field names to the file's columns, when the file is to be read as any CSV. */
  columns: Readonly<Record<string, string>> | null;
  /** Money per point of futures that the server does not know, by root. */
  pointValues: Readonly<Record<string, string>>;
}

export type Api = ReturnType<typeof createApi>;

export function createApi(http: Http) {
  return {
    ...chatApi(http),
    ...journalApi(http),
    ...importApi(http),
    ...accountApi(http),
    ...opsApi(http),
    ...promptApi(http),
  };
}

function chatApi(http: Http) {
  const session = (id: string) => `api/ai/chat/sessions/${encodeURIComponent(id)}`;
  const message = (id: string) => `api/ai/chat/messages/${encodeURIComponent(id)}`;
  return {
    sessions: (cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<Session>>(`api/ai/chat/sessions${query({ cursor, limit: 50 })}`, signal),
    session: (id: string, signal?: AbortSignal) => http.get<Session>(session(id), signal),
    patchSession: (id: string, patch: SessionPatch) => http.send<Session>('PATCH', session(id), patch),
    deleteSession: (id: string) => http.send<void>('DELETE', session(id)),
    messages: (id: string, signal?: AbortSignal) =>
      everyPage<Message>((cursor) => http.get(`${session(id)}/messages${query({ cursor, limit: 200 })}`, signal)),
    requests: (id: string, signal?: AbortSignal) =>
      http.get<Page<ModelRequestRecord>>(`${message(id)}/requests`, signal),
    rate: (id: string, feedback: Feedback) => http.send<void>('PUT', `${message(id)}/feedback`, feedback),
    search: (q: string, signal?: AbortSignal) =>
      http.get<SearchResults>(`api/search${query({ q, limit: 12 })}`, signal),
    /** Perhaps while the page is being left. Nobody waits for it, and nothing is lost where it fails. */
    tellReading: (id: string, readingMs: number): void =>
      void http.tell(`${message(id)}/reading`, { reading_ms: readingMs }).catch(() => undefined),
    models: (signal?: AbortSignal) => http.get<ModelList>('api/ai/models', signal),
  };
}

function journalApi(http: Http) {
  return {
    analytics: (body: TradeQueryInput) => http.send<TradeResult>('POST', 'api/analytics/query', body),
    trades: (filters: JournalFilters, cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<Trade>>(`api/trades${query({ ...filters, cursor, limit: 50 })}`, signal),
    /** When the newest thing happened in the journal: the latest entry or exit; `null` without trades. */
    newestTime: async (signal?: AbortSignal) => {
      const [closed, entered] = await Promise.all([
        http.get<Page<Trade>>('api/trades?status=closed&limit=1', signal),
        http.get<Page<Trade>>('api/trades?sort=entry_time&limit=1', signal),
      ]);
      return [closed.items[0]?.exit_time, entered.items[0]?.entry_time].reduce<string | null>(
        (newest, time) => (time && (newest === null || Date.parse(time) > Date.parse(newest)) ? time : newest),
        null,
      );
    },
    trade: (id: string, signal?: AbortSignal) => http.get<TradeDetail>(`api/trades/${encodeURIComponent(id)}`, signal),
    patchTrade: (id: string, patch: TradePatch) =>
      http.send<Trade>('PATCH', `api/trades/${encodeURIComponent(id)}`, patch),
    positions: (signal?: AbortSignal) => http.get<Page<Position>>('api/positions?limit=200', signal),
    notes: (q: string, cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<Note>>(`api/notes${query({ q, cursor, limit: 30 })}`, signal),
    addNote: (note: Partial<NewNote> & { text: string }) => http.send<Note>('POST', 'api/notes', note),
    patchNote: (id: string, patch: NotePatch) => http.send<Note>('PATCH', `api/notes/${encodeURIComponent(id)}`, patch),
    deleteNote: (id: string) => http.send<void>('DELETE', `api/notes/${encodeURIComponent(id)}`),
  };
}

function importApi(http: Http) {
  return {
    imports: (signal?: AbortSignal) => http.get<Page<ImportReport>>('api/imports?limit=50', signal),
    import: (id: string, signal?: AbortSignal) =>
      http.get<ImportReport>(`api/imports/${encodeURIComponent(id)}`, signal),
    startImport: (form: ImportForm) => http.send<{ import_id: string }>('POST', 'api/imports', importBody(form)),
    undoImport: (id: string) => http.send<void>('DELETE', `api/imports/${encodeURIComponent(id)}`),
    demo: (signal?: AbortSignal) => http.get<DemoStatus>('api/demo', signal),
    addDemo: () => http.send<unknown>('POST', 'api/demo'),
    removeDemo: () => http.send<void>('DELETE', 'api/demo'),
  };
}

function accountApi(http: Http) {
  return {
    settings: (signal?: AbortSignal) => http.get<Settings>('api/settings', signal),
    patchSettings: (patch: SettingsPatch) => http.send<Settings>('PATCH', 'api/settings', patch),
    exportData: async (onBytes: (bytes: number) => void, signal: AbortSignal) => {
      const response = await http.open('api/export', signal);
      const content = await readDownload(response, onBytes);
      return { name: fileNameOf(response, 'tradistry.zip'), content };
    },
    eraseAccount: () => http.send<void>('DELETE', 'api/account', { confirm: 'erase' }),
    accounts: (signal?: AbortSignal) => http.get<Page<Account>>('api/accounts?limit=200', signal),
  };
}

/** For operators: `ops:read`, and `ops:write` to stop a stream. */
function opsApi(http: Http) {
  const stream = (id: string) => `api/ops/streams/${encodeURIComponent(id)}`;
  return {
    summary: (fields: Readonly<Record<string, string>>, signal?: AbortSignal) =>
      http.get<Summary>(`api/ai/metrics/summary${query(fields)}`, signal),
    streams: (fields: Readonly<Record<string, string>>, cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<StreamRecord>>(`api/ops/streams${query({ ...fields, cursor, limit: 25 })}`, signal),
    stream: (id: string, signal?: AbortSignal) => http.get<StreamLife>(stream(id), signal),
    stopStream: (id: string) => http.send<StopResponse>('POST', `${stream(id)}/stop`),
    modelStates: (signal?: AbortSignal) => http.get<ModelStates>('api/ops/models', signal),
    jobs: (signal?: AbortSignal) => http.get<JobQueues>('api/ops/jobs', signal),
  };
}

/** `prompts:read`, and `prompts:write` for what changes something. */
function promptApi(http: Http) {
  const experiment = (id: string) => `api/experiments/${encodeURIComponent(id)}`;
  const label = (type: PromptType, name: string) => `api/prompts/${type}/labels/${encodeURIComponent(name)}`;
  return {
    prompts: (signal?: AbortSignal) => http.get<Page<PromptOverview>>('api/prompts', signal),
    promptVersions: (type: PromptType, cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<PromptVersionSummary>>(`api/prompts/${type}/versions${query({ cursor, limit: 100 })}`, signal),
    promptVersion: (type: PromptType, version: number, signal?: AbortSignal) =>
      http.get<PromptVersion>(`api/prompts/${type}/versions/${version}`, signal),
    promptDiff: (type: PromptType, versions: { from: number; to: number }, signal?: AbortSignal) =>
      http.get<PromptDiff>(`api/prompts/${type}/diff${query(versions)}`, signal),
    savePrompt: (type: PromptType, content: NewPromptVersion) =>
      http.send<PromptVersion>('POST', `api/prompts/${type}/versions`, content),
    moveLabel: (type: PromptType, name: string, version: number) =>
      http.send<void>('PUT', label(type, name), { version }),
    removeLabel: (type: PromptType, name: string) => http.send<void>('DELETE', label(type, name)),
    setStrategy: (type: PromptType, strategy: PromptStrategy) =>
      http.send<void>('PUT', `api/prompts/${type}/strategy`, strategy),
    promptAudit: (of: { cursor: string | null; subject?: string }, signal?: AbortSignal) =>
      http.get<Page<PromptAuditEntry>>(`api/prompts/audit${query({ ...of, limit: 50 })}`, signal),
    experiments: (cursor: string | null, signal?: AbortSignal) =>
      http.get<Page<Experiment>>(`api/experiments${query({ cursor, limit: 50 })}`, signal),
    experimentResults: (id: string, signal?: AbortSignal) =>
      http.get<ExperimentResults>(`${experiment(id)}/results`, signal),
    makeExperiment: (experiment: NewExperimentInput) => http.send<Experiment>('POST', 'api/experiments', experiment),
    changeExperiment: (id: string, patch: ExperimentPatch) => http.send<Experiment>('PATCH', experiment(id), patch),
    startExperiment: (id: string) => http.send<Experiment>('POST', `${experiment(id)}/start`),
    stopExperiment: (id: string, how: ExperimentStop) => http.send<Experiment>('POST', `${experiment(id)}/stop`, how),
  };
}

/** The file goes last: a server that streams the form knows how to read it before the first byte comes. */
function importBody({ file, account, timeZone, dryRun, columns, pointValues }: ImportForm): FormData {
  const body = new FormData();
  if (account.trim() !== '') body.set('account', account.trim());
  body.set('time_zone', timeZone);
  body.set('dry_run', String(dryRun));
  if (columns) body.set('format', 'generic');
  const points = Object.entries(pointValues).map(([root, value]) => [`multiplier.${root}`, value]);
  const mapping = { ...columns, ...Object.fromEntries(points) };
  if (Object.keys(mapping).length > 0) body.set('mapping', JSON.stringify(mapping));
  body.set('file', file);
  return body;
}
