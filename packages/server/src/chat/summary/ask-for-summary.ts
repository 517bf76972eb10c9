/** A model is asked to summarise what the prompts will not hold any more. */
import type { Asking, AskModel, Said } from '../ask-ports.ts';
import type { Prompts } from '../rendering-ports.ts';
import type { BranchMessage } from '../summary-ports.ts';

const MESSAGE_UNITS = 1200;
const MOST_MESSAGES = 40;

interface Told {
  /** The summary so far; `null`: there is none. */
  readonly before: string | null;
  readonly messages: readonly BranchMessage[];
  readonly about: Asking<string>['about'];
}

export interface AskForSummaryDeps {
  readonly ask: AskModel;
  readonly prompts: Pick<Prompts, 'renderSummary'>;
}

/** `null`: no model could be asked. Rejects only when aborted. */
export function askForSummary(
  { ask, prompts }: AskForSummaryDeps,
  { before, messages, about }: Told,
  signal: AbortSignal,
): Promise<Said<string> | null> {
  const said = messages.slice(-MOST_MESSAGES).map(({ role, content, createdAt }) => ({
    role: `${createdAt.toISOString().slice(0, 10)} ${role === 'user' ? 'trader' : 'analyst'}`,
    text: content.slice(0, MESSAGE_UNITS),
  }));
  const soFar = before === null ? [] : [{ role: 'summary so far', text: before }];
  return ask(
    {
      ...{ type: 'summary', about, conversation: `summary:${about.sessionId}` },
      render: (choice) => prompts.renderSummary(choice, [...soFar, ...said]),
      ...{ say: 'Write the summary.', only: null, read: (text) => text || null },
    },
    signal,
  );
}
