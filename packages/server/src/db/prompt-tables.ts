/** The tables of prompts and experiments as Kysely sees them. */
import type {
  ExperimentLook,
  NewExperiment,
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

interface Experiments {
  id: string;
  type: PromptType;
  status: Generated<'draft' | 'running' | 'stopped' | 'rolled_back'>;
  definition: Json<NewExperiment>;
  author: string;
  created_at: Made<Date>;
  started_at: ColumnType<Date | null, never, Date>;
  ended_at: ColumnType<Date | null, never, Date>;
  reason: string | null;
}

interface ExperimentGenerations {
  experiment_id: string;
  generation: number;
  weights: Json<Record<string, number>>;
  began_at: Made<Date>;
}

interface ExperimentLooks {
  experiment_id: string;
  users: number;
  at: Made<Date>;
  differences: Json<ExperimentLook['differences']>;
}

interface PromptMoments {
  scope: string;
  generation: number;
  arm: string;
  metric: string;
  users: number;
  w: number;
  x: number;
  ww: number;
  wx: number;
  xx: number;
}

interface PromptCounter {
  only_one: Generated<boolean>;
  counted_at: ColumnType<Date | null, never, Date>;
}

/** Table name to row; those of users' own rows are written in SQL alone. */
export interface PromptTables {
  prompt_state: PromptState;
  prompt_versions: PromptVersions;
  prompt_labels: PromptLabels;
  prompt_strategies: PromptStrategies;
  prompt_audit: PromptAudit;
  experiments: Experiments;
  experiment_generations: ExperimentGenerations;
  experiment_looks: ExperimentLooks;
  prompt_moments: PromptMoments;
  prompt_counter: PromptCounter;
}
