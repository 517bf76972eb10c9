/** The tool that reads the trader's playbooks: setups and rules. */
import { type Playbook, userText } from '@tradistry/protocol';
import { z } from 'zod';
import { sayMany } from './say-tool.ts';
import { defineTool, type ToolAsker, type ToolDeps } from './tool.ts';

const TEXT_LENGTH = 3000;
const MAX_NAMES = 50;
const MAX_FOUND = 3;

export const getPlaybook = defineTool({
  name: 'get_playbook',
  description:
    "The trader's playbooks: their setups and rules, by name or by words. Without a name: what playbooks there are.",
  doing: 'Reading your playbooks',
  schema: z.object({ name: userText(128).optional() }).strict(),
  async run(deps, asker, { name }) {
    if (name === undefined) return listNames(deps, asker);
    const found = await find(deps, asker.userId, name);
    return {
      summary: found.length > 0 ? sayMany(found.length, 'playbook') : 'No playbook of that name',
      basis: `Playbooks as the trader wrote them, best match first. Cite one as [n]. n ${found.length}.`,
      rows: found.length === 0 ? ['no playbook matches'] : found.map((playbook) => rowOf(playbook, asker)),
    };
  },
});

async function listNames({ playbooks }: ToolDeps, { userId }: ToolAsker) {
  const { items, next_cursor } = await playbooks.listPlaybooks(userId, { limit: MAX_NAMES });
  return {
    summary: sayMany(items.length, 'playbook'),
    basis: `Names of the trader's playbooks. n ${items.length}.${next_cursor ? ' There are more.' : ''}`,
    rows: items.length === 0 ? ['there are no playbooks'] : items.map((playbook) => playbook.name),
  };
}

/** The one of exactly that name, else the best by words. */
async function find({ playbooks }: ToolDeps, userId: string, name: string): Promise<Playbook[]> {
  const { items } = await playbooks.listPlaybooks(userId, { q: name, limit: MAX_NAMES });
  const same = items.filter((playbook) => playbook.name.toLowerCase() === name.toLowerCase());
  return same.length > 0 ? same : items.slice(0, MAX_FOUND);
}

function rowOf({ id, name, text, tags, updated_at }: Playbook, asker: ToolAsker): string {
  const n = asker.cite({ kind: 'playbook', id, title: name, date: updated_at.slice(0, 10) });
  const cut = text.length > TEXT_LENGTH ? `${text.slice(0, TEXT_LENGTH).toWellFormed()} (cut)` : text;
  return `[${n}] ${name}${tags.length > 0 ? ` (${tags.join(', ')})` : ''}: ${cut}`;
}
