/** The journal's engine for files: broker exports to executions, executions to trades, and the account of both. */
export type { ParseOptions } from './formats/parse-options.ts';
export { type MatchOptions, matchExecutions } from './matching/match-executions.ts';
export { headerOf, parseFile } from './parse-file.ts';
export { pointValueOf } from './point-values.ts';
export * from './types.ts';
export { type MappingNeeded, type UnreadableCode, UnreadableFile } from './unreadable-file.ts';
