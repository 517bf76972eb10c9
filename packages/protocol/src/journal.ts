/** Bodies of the journal API: settings, accounts, imports, executions, trades, positions, notes, playbooks. */
import { z } from 'zod';
import { PageQuery, userText } from './chat.ts';
import { AssetClass, FeeBasis, HoldingSeconds, Outcome, Side, TradeFilters, TradeUnit } from './trade-query.ts';

/** An IANA time zone that this runtime knows. */
export const TimeZone = z
  .string()
  .min(1)
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, for example Europe/Berlin');

function isTimeZone(name: string): boolean {
  // An offset such as "+02:00" is a zone to JavaScript, but PostgreSQL reads its sign the other way round.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}

/** A decimal number as a string: exact, never a float. */
export const Decimal = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,12})?$/, 'must be a decimal number as a string, for example "12.50"');
/** A calendar day that every part of the system can keep: PostgreSQL has no year 0. */
const Day = z.iso
  .date({ abort: true })
  .refine((day) => day >= '1900-01-01' && day <= '2199-12-31', 'must be between 1900 and 2199');
const Instant = z.iso
  .datetime({ offset: true, abort: true })
  .refine((time) => time >= '1900-01-02' && time < '2199-12-31', 'must be between 1900 and 2199');
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const Currency = z.string().refine((code) => CURRENCIES.has(code), 'must be an ISO 4217 code, for example USD');
const Symbols = z.array(userText(64)).max(50);
const Tags = z.array(userText(64)).max(50);

export const Settings = z.object({
  time_zone: TimeZone,
  currency: Currency,
  fee_basis: FeeBasis,
  unit: TradeUnit,
  matching: z.enum(['fifo', 'average']),
  /** A configured model, tried first; `null`: the first of the list. */
  model: userText(200).nullable(),
});
export type Settings = z.infer<typeof Settings>;
export const SettingsPatch = Settings.partial().strict();
export type SettingsPatch = z.infer<typeof SettingsPatch>;

/** `DELETE /api/account`, where a client wants to be sure that it was meant. */
export const EraseAccount = z.object({ confirm: z.literal('erase') }).strict();

export const Account = z.object({
  id: z.string(),
  name: z.string(),
  broker: z.string().nullable(),
  time_zone: z.string().nullable(),
  currency: z.string(),
  demo: z.boolean(),
  balance: z.string().nullable(),
  deposits: z.array(z.object({ date: z.string(), amount: z.string() })),
});
export type Account = z.infer<typeof Account>;
const AccountFields = z
  .object({
    name: userText(128),
    broker: userText(64).nullish(),
    time_zone: TimeZone.nullish(),
    currency: Currency,
    /** Starting balance, in the account's currency. */
    balance: Decimal.nullish(),
    deposits: z.array(z.object({ date: Day, amount: Decimal }).strict()).max(10_000),
  })
  .strict();
export const NewAccount = AccountFields.extend({
  currency: Currency.default('USD'),
  deposits: AccountFields.shape.deposits.default([]),
});
export type NewAccount = z.infer<typeof NewAccount>;
/** Without the defaults of a new account: what is absent stays as it is. */
export const AccountPatch = AccountFields.partial();
export type AccountPatch = z.infer<typeof AccountPatch>;

/** The file formats that can be read. */
export const ImportFormat = z.enum(['tradovate_performance', 'tastytrade', 'tradistry', 'generic']);
export type ImportFormat = z.infer<typeof ImportFormat>;

/** The form fields beside `file` of `POST /api/imports`. */
export const ImportFields = z.object({
  account: userText(128).optional(),
  time_zone: TimeZone.optional(),
  format: ImportFormat.optional(),
  dry_run: z
    .enum(['true', 'false', '1', '0'])
    .default('false')
    .transform((value) => value === 'true' || value === '1'),
  /** For the generic format: a JSON object, our field name to the file's column name; kept for the next file with that header. */
  mapping: userText(8192).optional(),
});
export type ImportFields = z.infer<typeof ImportFields>;

export const ImportProblem = z.object({ row: z.int(), code: z.string(), message: z.string() });
export type ImportProblem = z.infer<typeof ImportProblem>;

/** The reconciliation of an import: every row of the file is in exactly one of the four counts. */
export const ImportReport = z.object({
  id: z.string(),
  status: z.enum(['running', 'done', 'failed', 'undone']),
  /** 0 to 1. */
  progress: z.number(),
  file_name: z.string(),
  account_id: z.string().nullable(),
  account: z.string().nullable(),
  time_zone: z.string(),
  dry_run: z.boolean(),
  created_at: z.string(),
  format: ImportFormat.nullable(),
  rows: z.object({ read: z.int(), imported: z.int(), skipped: z.int(), review: z.int() }),
  executions: z.int(),
  trades: z.int(),
  /** Decimal strings; `stated` and `difference` are `null` where the file states no P&L. */
  pnl: z.object({ ours: z.string(), stated: z.string().nullable(), difference: z.string().nullable() }),
  problems: z.array(ImportProblem),
  /** What went wrong, in words, when `status` is `failed`. */
  error: z
    .object({
      code: z.string(),
      message: z.string(),
      /** With code `mapping_needed`: what to ask for, to send again with `mapping`. `column`: what was recognised by itself. */
      mapping_needed: z
        .object({
          header: z.array(z.string()),
          fields: z.array(z.object({ name: z.string(), required: z.boolean(), column: z.string().nullable() })),
        })
        .optional(),
    })
    .nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;
export const ImportAccepted = z.object({ import_id: z.string() });

/** One fill as a program sends it. Fees are a cost: positive lowers the P&L. */
export const NewExecution = z
  .object({
    external_id: userText(255),
    time: Instant,
    symbol: userText(64),
    asset_class: AssetClass,
    side: z.enum(['buy', 'sell']),
    quantity: Decimal.refine((q) => Number(q) > 0, 'must be greater than 0'),
    price: Decimal,
    fees: Decimal.default('0'),
    /** Needed for a future that is not in the table of point values. */
    multiplier: Decimal.refine((multiplier) => Number(multiplier) > 0, 'must be greater than 0').optional(),
    currency: Currency.default('USD'),
    underlying: userText(64).optional(),
    expiry: Day.optional(),
    strike: Decimal.optional(),
    right: z.enum(['call', 'put']).optional(),
    order_id: userText(128).optional(),
  })
  .strict();
export type NewExecution = z.infer<typeof NewExecution>;
export const NewExecutions = z
  .object({ account: userText(128).default('API'), executions: z.array(NewExecution).min(1).max(10_000) })
  .strict();
export type NewExecutions = z.infer<typeof NewExecutions>;
export const ExecutionsAccepted = z.object({ added: z.int(), known: z.int(), trades: z.int(), review: z.int() });
export type ExecutionsAccepted = z.infer<typeof ExecutionsAccepted>;

/** A round trip. P&L is realized; an open trade has no `exit_time`. Times are UTC, money is in `currency`. */
export const Trade = z.object({
  id: z.string(),
  unit: TradeUnit,
  account_id: z.string(),
  account: z.string(),
  symbol: z.string(),
  underlying: z.string(),
  asset_class: AssetClass,
  side: Side,
  status: z.enum(['open', 'closed']),
  quantity: z.string(),
  entry_time: z.string(),
  exit_time: z.string().nullable(),
  entry_price: z.string(),
  exit_price: z.string().nullable(),
  multiplier: z.string(),
  gross_pnl: z.string(),
  fees: z.string(),
  net_pnl: z.string(),
  currency: z.string(),
  holding_seconds: z.number().nullable(),
  tags: z.array(z.string()),
  setup: z.string().nullable(),
  demo: z.boolean(),
});
export type Trade = z.infer<typeof Trade>;

export const Fill = z.object({
  id: z.string(),
  time: z.string(),
  /** `null` where an expiry or assignment does not say. */
  side: z.enum(['buy', 'sell']).nullable(),
  quantity: z.string(),
  price: z.string(),
  fees: z.string(),
  kind: z.string(),
});
export type Fill = z.infer<typeof Fill>;
/** One trade with what it is made of. */
export const TradeDetail = Trade.extend({ executions: z.array(Fill), pairs: z.array(Trade) });
export type TradeDetail = z.infer<typeof TradeDetail>;

export const Position = z.object({
  account_id: z.string(),
  account: z.string(),
  symbol: z.string(),
  underlying: z.string(),
  asset_class: AssetClass,
  side: Side,
  quantity: z.string(),
  average_price: z.string(),
  multiplier: z.string(),
  cost: z.string(),
  currency: z.string(),
  opened_at: z.string(),
});
export type Position = z.infer<typeof Position>;

export const Note = z.object({
  id: z.string(),
  text: z.string(),
  trade_id: z.string().nullable(),
  date: z.string(),
  symbols: z.array(z.string()),
  tags: z.array(z.string()),
  demo: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Note = z.infer<typeof Note>;
export const NewNote = z
  .object({
    text: userText(32_000),
    trade_id: z.uuid().nullish(),
    /** The local day the note is about; absent: today. */
    date: Day.optional(),
    symbols: Symbols.default([]),
    tags: Tags.default([]),
  })
  .strict();
export type NewNote = z.infer<typeof NewNote>;
export const NotePatch = z
  .object({ text: userText(32_000), trade_id: z.uuid().nullable(), date: Day, symbols: Symbols, tags: Tags })
  .partial()
  .strict();
export type NotePatch = z.infer<typeof NotePatch>;
export const NoteListQuery = PageQuery.extend({ q: userText(500).optional() });
export type NoteListQuery = z.infer<typeof NoteListQuery>;

export const Playbook = z.object({
  id: z.string(),
  name: z.string(),
  text: z.string(),
  tags: z.array(z.string()),
  demo: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type Playbook = z.infer<typeof Playbook>;
export const NewPlaybook = z.object({ name: userText(128), text: userText(32_000), tags: Tags.default([]) }).strict();
export type NewPlaybook = z.infer<typeof NewPlaybook>;
export const PlaybookPatch = z
  .object({ name: userText(128), text: userText(32_000), tags: Tags })
  .partial()
  .strict();
export type PlaybookPatch = z.infer<typeof PlaybookPatch>;

/** A tag and how many trades and notes carry it. */
export const Tag = z.object({ name: z.string(), trades: z.int(), notes: z.int() });
export type Tag = z.infer<typeof Tag>;
export const TradePatch = z
  .object({ tags: Tags, setup: userText(128).nullable() })
  .partial()
  .strict();
export type TradePatch = z.infer<typeof TradePatch>;

/** A query-string list: `symbols=AAPL,NVDA`, repeated or not. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .union([z.string(), z.array(z.string())])
    .transform((value) =>
      [value]
        .flat()
        .flatMap((text) => text.split(','))
        .filter((text) => text.trim() !== ''),
    )
    // Whether a text is one of `T`'s is for `T` to say at run time; the types would have it known before.
    .pipe(z.array(item).min(1).max(200) as unknown as z.ZodType<z.output<T>[], string[]>)
    .optional();
const words = listOf(userText(128));

/** `GET /api/trades`: the filters of `TradeFilters`, flat; newest first by exit, what is still open before it. */
export const TradeListQuery = PageQuery.extend({
  from: Day.optional(),
  to: Day.optional(),
  symbols: words,
  exclude_symbols: words,
  sides: listOf(Side),
  tags: words,
  setups: words,
  accounts: words,
  asset_classes: listOf(AssetClass),
  weekdays: listOf(z.coerce.number().int().min(1).max(7)),
  hours: listOf(z.coerce.number().int().min(0).max(23)),
  outcomes: listOf(Outcome),
  min_pnl: TradeFilters.shape.min_pnl,
  max_pnl: TradeFilters.shape.max_pnl,
  min_holding_seconds: z.coerce.number().pipe(HoldingSeconds.shape.min.unwrap()).optional(),
  max_holding_seconds: z.coerce.number().pipe(HoldingSeconds.shape.max.unwrap()).optional(),
  first_of_day: z.coerce.number().int().min(1).max(1000).optional(),
  last_n: z.coerce.number().int().min(1).max(1_000_000).optional(),
  /** Absent: the user's setting. */
  unit: TradeUnit.optional(),
  status: z.enum(['open', 'closed', 'all']).default('all'),
  sort: z.enum(['exit_time', 'entry_time']).default('exit_time'),
  order: z.enum(['asc', 'desc']).default('desc'),
});
export type TradeListQuery = z.infer<typeof TradeListQuery>;

/** An execution that matching could not place, and why; it is in no figure. */
export const ReviewExecution = Fill.extend({
  account_id: z.string(),
  account: z.string(),
  symbol: z.string(),
  asset_class: AssetClass,
  currency: z.string(),
  import_id: z.string().nullable(),
  /** Line of the imported file; 0: it came by the API. */
  row: z.int(),
  code: z.string(),
  message: z.string(),
});
export type ReviewExecution = z.infer<typeof ReviewExecution>;

/** `GET /api/demo`: is the demo journal here, and has the user no executions at all. */
export const DemoStatus = z.object({ present: z.boolean(), empty: z.boolean() });
export type DemoStatus = z.infer<typeof DemoStatus>;
