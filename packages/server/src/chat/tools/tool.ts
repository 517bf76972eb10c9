/** What a tool of the chat is: its arguments as a schema, and how it answers one user. */
import type { Settings, Source } from '@tradistry/protocol';
import type { z } from 'zod';
import type { AnswerFigure } from '../analyst-ports.ts';
import type { ChatDeps } from '../deps.ts';
import type { Turn } from '../turn.ts';

/** What tools need of the chat's world. */
export type ToolDeps = Pick<
  ChatDeps,
  'engine' | 'trades' | 'notes' | 'playbooks' | 'settings' | 'now' | 'wait' | 'logger'
>;

/** What tools need of the turn that runs them. */
export type ToolTurn = Pick<Turn, 'userId' | 'started' | 'abort' | 'progress' | 'log' | 'trace'>;

/** Whose data a tool reads, in whose clock and currency, and what the turn's tools have found so far. */
export interface ToolAsker {
  readonly userId: string;
  readonly settings: Settings;
  /** The `[n]` by which the answer may cite what a tool found. */
  cite(source: Omit<Source, 'n'>): number;
}

/** What a tool found. Each line and table row may hold the user's own words: `asData` is applied where it is written. */
export interface ToolResult {
  /** For people, for example "P&L by weekday: 5 rows, 41 trades". */
  readonly summary: string;
  /** For the model, in our words: unit, fee basis, time zone, currency, n. */
  readonly basis: string;
  /** For the model, a row each; the first may name columns. */
  readonly rows: readonly string[];
  readonly figures?: readonly AnswerFigure[];
}

/** Read-only; run as the user. */
export interface Tool<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  /** For the model. */
  readonly description: string;
  /** For people, while it runs: "Looking up your open positions". */
  readonly doing: string;
  readonly schema: Schema;
  /** Throws `Refusal` `invalid_request` for arguments that only the engine can find fault with. */
  run(deps: ToolDeps, asker: ToolAsker, args: z.output<Schema>): Promise<ToolResult>;
}

/** Keeps a tool's schema and its arguments of one type. */
export function defineTool<Schema extends z.ZodType>(tool: Tool<Schema>): Tool {
  // `run` is only ever given what this same schema has parsed.
  return tool as unknown as Tool;
}
