/** The tables of prompts as Kysely sees them. */
import type {
  PromptAuditEntry,
  PromptExample,
  PromptModelSettings,
  PromptStrategy,
  PromptType,
} from '@tradistry/protocol';
import type { ColumnType, Generated } from 'kysely';

type Json<T> = ColumnType<T, string | undefined, string>;
/** Set by the database alone. */
type Made<T> = ColumnType<T, never, never>;

interface PromptState {
  only_one: Generated<boolean>;
  /** bigint, as a decimal string. */
  revision: Made<string>;
}

interface PromptVersions {
  type: PromptType;
  version: number;
  template: string;
  examples: Json<PromptExample[]>;
  settings: Json<PromptModelSettings>;
  digest: string;
  note: string | null;
  author: string;
  parent: number | null;
  created_at: Made<Date>;
}

interface PromptLabels {
  type: PromptType;
  label: string;
  version: number;
}

interface PromptStrategies {
  type: PromptType;
  strategy: Json<PromptStrategy>;
}

interface PromptAudit {
  /** bigint, as a decimal string. */
  id: Made<string>;
  at: Made<Date>;
  who: string;
  action: PromptAuditEntry['action'];
  subject: string;
  details: Json<Record<string, unknown>>;
}

/** Table name to row. */
export interface PromptTables {
  prompt_state: PromptState;
  prompt_versions: PromptVersions;
  prompt_labels: PromptLabels;
  prompt_strategies: PromptStrategies;
  prompt_audit: PromptAudit;
}
