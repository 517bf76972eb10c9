/** What each type's templates may say: the contract between those who write prompts and the code that fills them in. */
import type { PromptType, PromptVariable } from '@tradistry/protocol';

type Kind = Partial<Omit<PromptVariable, 'name' | 'description'>>;

function variable(name: string, description: string, kind: Kind = {}): PromptVariable {
  return { name, description, required: false, list: false, fields: [], journal: false, ...kind };
}

/** Lines of what the journal holds. */
const lines: Kind = { list: true, journal: true };

const now = variable('now', 'The time, ISO 8601 in UTC.', { required: true });
const zone = variable('zone', "The trader's time zone.");
const currency = variable('currency', "The trader's currency.");

const conversation = [
  variable('question', 'What the trader asked.', { required: true, journal: true }),
  variable('answer', 'What was answered.', { required: true, journal: true }),
];

export const PROMPT_VARIABLES: Readonly<Record<PromptType, readonly PromptVariable[]>> = {
  chat: [
    ...[now, zone, currency],
    variable('basis', '`net` or `gross` of fees.'),
    variable('unit', 'What a trade is: `trade`, `pair` or `strategy`.'),
    variable('included', 'Closed trades in the figures.'),
    variable('matching', 'Closed trades that match.'),
    variable('open', 'Open trades.'),
    variable('inReview', 'Rows that wait for review and are in no figure.'),
    variable('allTime', 'Headline figures over all time.', { ...lines, required: true }),
    variable('recent', 'Headline figures of the last 30 days.', lines),
    variable('positions', 'Open positions.', lines),
    variable('trades', 'The last trades, newest first.', lines),
    variable('figures', 'What the question calls for.', { ...lines, required: true, fields: ['title', 'rows'] }),
    variable('notes', 'Passages of notes, trades, playbooks and earlier chats that may matter, cited as [n].', {
      ...lines,
      required: true,
      fields: ['n', 'kind', 'date', 'symbols', 'text'],
    }),
    variable('summary', 'What was said in the chat before the messages that are sent.', {
      journal: true,
      fields: ['source', 'asOf', 'upTo', 'covers', 'lines'],
    }),
    variable('leftOut', 'What did not fit, so that it is not taken for not there.', { required: true }),
  ],
  legacy: [
    ...[now, zone, currency],
    variable('hasFacts', 'Whether the analyst found anything.'),
    variable('facts', 'What the analyst found for the question, line by line.', { ...lines, required: true }),
  ],
  continuation: [variable('last', 'The last characters that are shown, in quotes.', { required: true })],
  title: conversation,
  summary: [
    variable('messages', 'The conversation, oldest first; before it the summary so far, where there is one.', {
      ...lines,
      required: true,
      fields: ['role', 'text'],
    }),
  ],
  confidence: [...conversation, variable('figures', 'What the engine computed for the question.', lines)],
};
