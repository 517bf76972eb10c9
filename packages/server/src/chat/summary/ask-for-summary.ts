/** A model is asked to summarise what the prompts will not hold any more. */
import type { AskModel, Said } from '../ask-ports.ts';
import type { Prompts } from '../rendering-ports.ts';
import type { BranchMessage } from '../summary-ports.ts';

const MESSAGE_UNITS = 1200;
const MOST_MESSAGES = 40;

interface Told {
  /** The summary so far; `null`: there is none. */
  readonly before: string | null;
  readonly messages: readonly BranchMessage[];
  readonly sessionId: string;
}

export interface AskForSummaryDeps {
  readonly ask: AskModel;
  readonly prompts: Pick<Prompts, 'renderSummary'>;
}

/** `null`: no model could be asked. Rejects only when aborted. */
export function askForSummary(
  { ask, prompts }: AskForSummaryDeps,
  { before, messages, sessionId }: Told,
  signal: AbortSignal,
): Promise<Said | null> {
  const said = messages.slice(-MOST_MESSAGES).map(({ role, content, createdAt }) => ({
    role: `${createdAt.toISOString().slice(0, 10)} ${role === 'user' ? 'trader' : 'analyst'}`,
    text: content.slice(0, MESSAGE_UNITS),
  }));
  const soFar = before === null ? [] : [{ role: 'summary so far', text: before }];
  const prompt = prompts.renderSummary([...soFar, ...said]);
  const conversation = `summary:${sessionId}`;
  return ask({ type: 'summary', prompt, say: 'Write the summary.', only: null, conversation }, signal);
}
