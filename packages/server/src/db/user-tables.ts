/**
 * Every table with rows of users: which file of the export it is, or why it is in none; in the order in which they are erased.
 * A test holds the catalogue against this list.
 */
import type { Tables } from './tables.ts';

type UserTable = { [T in keyof Tables]: 'user_id' extends keyof Tables[T] ? T : never }[keyof Tables];

/** A table that is a file. */
export interface ExportedTable {
  readonly file: string;
  /** What is in it, for the people who open the archive. */
  readonly about: string;
  /** The columns, with their types, that the rows are read in order of: unique for a user, and the beginning of an index. */
  readonly key: Readonly<Record<string, 'text' | 'uuid' | 'bigint' | 'int' | 'date' | 'timestamptz'>>;
  /** Columns that are ours, not the user's. */
  readonly without?: readonly string[];
  /** Rows a page, where a row may be large. */
  readonly page?: number;
  /** Its rows refer to earlier ones: erased in any other order, each would drag the later ones along, one by one. */
  readonly eraseFromEnd?: true;
}

/** A table that is in no file, and why. */
interface UnexportedTable {
  readonly unexported: string;
}

type Listed = ExportedTable | UnexportedTable;

/** What refers to something else goes before it, so that no deletion drags more along than its own batch. */
export const USER_TABLES: Readonly<Record<UserTable, Listed> & Record<string, Listed>> = {
  trials: {
    unexported: 'places of trials of a prompt while they run; first, for one that ends counts nothing without',
  },
  passage_outbox: { unexported: 'what the search has yet to read of what is in other files' },
  passage_vectors: { unexported: 'made for the search, from what is in other files' },
  passages: { unexported: 'made for the search, from what is in other files' },
  passage_words: { unexported: 'made for the search, from what is in other files' },
  passage_indexes: { unexported: 'made for the search, from what is in other files' },
  prompt_pins: { unexported: 'which prompt a conversation goes on with; the answers say it one by one' },
  prompt_user_sums: { unexported: 'sums of what is in other files' },
  prompt_executions: {
    file: 'prompts-of-answers.jsonl',
    about:
      'which version of the prompts each answer, title, summary and judgement was made with, in which experiment, and how far an answer can be trusted',
    key: { stream_id: 'uuid', type: 'text' },
    without: ['look_at', 'counted', 'judge_tries', 'judge_tokens', 'judge_cost_usd'],
  },
  prompt_assignments: {
    file: 'experiments.jsonl',
    about: 'the experiments with prompts that you were in, and your variant',
    key: { experiment_id: 'uuid', era: 'int' },
  },
  model_requests: {
    unexported:
      'what models were sent, for some days: the words of prompts are the operator’s, the rest is in other files',
  },
  chat_summaries: {
    file: 'chat-summaries.jsonl',
    about: 'what was made of the earlier messages of long conversations',
    key: { message_id: 'uuid' },
  },
  idempotency_keys: { unexported: 'keeps a question from being asked twice, for 24 hours' },
  attempts: {
    file: 'model-calls.jsonl',
    about: 'each try at a language model: model, tokens, cost in USD, times in milliseconds since the question',
    key: { session_id: 'text', stream_id: 'uuid', n: 'int' },
    without: ['generation_id'],
  },
  stream_records: {
    file: 'answer-times.jsonl',
    about: 'how each answer went: when, how long, by which model, tokens, cost in USD, how long it was in view',
    key: { answer_id: 'uuid', stream_id: 'uuid' },
    without: ['user_key', 'instance', 'overhead_ms', 'steps', 'gaps'],
  },
  turns: { unexported: 'how an answer came about, chunk by chunk, for 24 hours; the answer is among the messages' },
  messages: {
    file: 'messages.jsonl',
    about:
      'questions and answers in their order, with sources, figures, usage, and your feedback (feedback_rating, feedback_comment)',
    key: { session_id: 'text', position: 'bigint' },
    eraseFromEnd: true,
    page: 50,
  },
  sessions: { file: 'sessions.jsonl', about: 'conversations', key: { id: 'text' } },
  usage_days: {
    file: 'usage-days.jsonl',
    about: 'what was used up by day (UTC): tokens, cost in USD',
    key: { day: 'date' },
  },
  trade_executions: {
    file: 'trade-executions.csv',
    about: 'which executions each trade is made of',
    key: { trade_id: 'uuid', execution_id: 'uuid' },
  },
  trade_tags: { file: 'trade-tags.csv', about: 'tags of trades', key: { trade_id: 'uuid', tag: 'text' } },
  trade_details: { file: 'trade-details.csv', about: 'setups and initial stops of trades', key: { trade_id: 'uuid' } },
  trades: {
    file: 'trades.csv',
    about: 'round trips as they were matched, in the units trade, pair and strategy: count one unit, never all three',
    key: { id: 'uuid' },
    without: ['digest'],
  },
  unmatched_books: { unexported: 'which trades are to be matched again; empty but for moments' },
  executions: {
    file: 'executions',
    about: 'executions of the account "*"; can be imported again',
    key: { symbol: 'text', time: 'timestamptz', id: 'uuid' },
  },
  imports: {
    file: 'imports.jsonl',
    about: 'imported files and what became of their rows; the files themselves are not kept',
    key: { id: 'uuid' },
    without: ['instance'],
    page: 50,
  },
  column_mappings: { file: 'column-mappings.jsonl', about: 'how you mapped columns', key: { header_hash: 'text' } },
  accounts: {
    file: 'accounts.jsonl',
    about: 'accounts with their balances and deposits',
    key: { id: 'uuid' },
    page: 20,
  },
  notes: { file: 'notes.jsonl', about: 'notes', key: { id: 'uuid' }, without: ['words'], page: 200 },
  playbooks: { file: 'playbooks.jsonl', about: 'playbooks', key: { id: 'uuid' }, without: ['words'], page: 200 },
  trade_sums: { unexported: 'sums of what is in other files' },
  summed_symbols: { unexported: 'under which instrument such sums are found' },
  summed_journals: { unexported: 'which trades have such sums' },
  // After all whose erasing is such a change.
  journal_changes: { unexported: 'when the journal last changed, for what is remembered of it' },
  users: { file: 'settings.jsonl', about: 'settings', key: { user_id: 'text' } },
};
