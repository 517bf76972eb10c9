/** What a chat was about where no model can say it: its questions and how each answer began, as they were said. */
import type { BranchMessage } from '../summary-ports.ts';

const MOST_LINES = 24;
const QUOTED = 160;

/** A line each; the oldest go first. */
export function excerptOf(before: string | null, messages: readonly BranchMessage[]): string {
  const lines = messages.map(({ role, content, createdAt }) => {
    const day = createdAt.toISOString().slice(0, 10);
    return role === 'user' ? `- ${day}, asked: "${begin(content)}"` : `- answered: "${begin(content)}"`;
  });
  return [...(before?.split('\n') ?? []), ...lines].slice(-MOST_LINES).join('\n');
}

/** The first sentence, or as much of it as is quoted. */
function begin(content: string): string {
  const text = content.replace(/\s+/g, ' ').trim();
  const [sentence = text] = /^.*?[.!?](?= |$)/.exec(text) ?? [];
  return sentence.length <= QUOTED ? sentence : `${sentence.slice(0, QUOTED).toWellFormed()}…`;
}
