/** A chat gets a name by a model, from how it began, unless its user has named it. */
import type { AnswerRef, AskModel } from '../ask-ports.ts';
import type { Prompts } from '../rendering-ports.ts';
import type { TitleStore } from '../title-ports.ts';
import { titleOf } from './title-of.ts';

const QUOTED_UNITS = 2000;

export interface TitleDeps {
  readonly ask: AskModel;
  readonly prompts: Pick<Prompts, 'renderTitle'>;
  readonly titles: TitleStore;
  /** Asked where the prompt names no model. */
  readonly model: string;
}

export async function titleChat(deps: TitleDeps, of: AnswerRef, signal: AbortSignal): Promise<void> {
  const { ask, prompts, titles, model } = deps;
  const { userId, answerId } = of;
  const opening = await titles.readOpening(userId, answerId);
  if (!opening || opening.title !== titleOf(opening.question)) return;
  const { sessionId, title: from, question, answer } = opening;
  const began = { question: begin(question), answer: begin(answer) };
  const said = await ask(
    {
      ...{ type: 'title', about: { ...of, sessionId }, conversation: `title:${sessionId}` },
      render: (choice) => prompts.renderTitle(choice, began),
      ...{ say: 'Write the title.', only: model, read: readTitle },
    },
    signal,
  );
  if (said) await titles.saveTitle(userId, { sessionId, from, to: said.value ?? from, usage: said.usage });
}

function begin(text: string): string {
  return text.slice(0, QUOTED_UNITS).toWellFormed();
}

/** Models put titles into quotes and marks, and words around them. `null`: nothing is left of it. */
function readTitle(text: string): string | null {
  const [line = ''] = text.split('\n');
  return titleOf(line.replace(/^["'\u201c\u00ab#*\s]+|["'\u201d\u00bb*.\s]+$/g, '')) || null;
}
