/** The journal's engine for files: broker exports to executions, executions to trades, and the account of both. */
export {
  type DemoAccount,
  type DemoJournal,
  type DemoMark,
  type DemoOptions,
  makeDemoJournal,
} from './demo/demo-journal.ts';
export type { DemoNote } from './demo/notes/write-notes.ts';
export type { DemoPlaybook } from './demo/playbooks.ts';
export type { ParseOptions } from './formats/parse-options.ts';
export { TRADISTRY_COLUMNS } from './formats/tradistry.ts';
export { optionInstrument, plainInstrument, rootOf } from './instruments.ts';
export { type MatchOptions, matchExecutions } from './matching/match-executions.ts';
export { headerOf, parseFile } from './parse-file.ts';
export { pointValueOf } from './point-values.ts';
export { isReconciled, type ReasonCount, type Reconciliation, reconcile } from './reconcile.ts';
export { csvLine } from './text/csv-line.ts';
export * from './types.ts';
export { type MappingNeeded, type UnreadableCode, UnreadableFile } from './unreadable-file.ts';
