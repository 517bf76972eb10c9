/** Where the palette leads besides what was found: the places of the page. */
import { SquarePen } from 'lucide-react';
import type { NavItem } from '../app/nav-items.ts';

const NEW_CHAT = { to: '/', label: 'New chat', icon: SquarePen, words: 'ask question start' } as const;
/** What people also call them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  '/journal': 'trades positions figures statistics equity',
  '/notes': 'diary write',
  '/import': 'upload broker file csv',
  '/prompts': 'versions experiments playground labels a/b test',
  '/operations': 'metrics streams models jobs alerts',
  '/settings': 'time zone currency model theme account export',
};

export interface Command {
  readonly to: NavItem['to'];
  readonly label: string;
  readonly icon: NavItem['icon'];
  readonly words: string;
}

/** All of `places` for an empty text; else those of which some word begins with each word of it. */
export function findCommands(text: string, places: readonly NavItem[]): Command[] {
  const asked = wordsOf(text);
  // The chat among the places is a new one: that is what its own command says.
  const others = places.filter(({ to }) => to !== '/').map((item) => ({ ...item, words: OTHER_NAMES[item.to] ?? '' }));
  return [NEW_CHAT, ...others].filter(({ label, words }) => {
    const own = wordsOf(`go to ${label} ${words}`);
    return asked.every((word) => own.some((one) => one.startsWith(word)));
  });
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}
