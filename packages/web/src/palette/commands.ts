/** Where the palette leads besides what was found: the places of the page. */
import { SquarePen } from 'lucide-react';
import { NAV_ITEMS } from '../app/nav-items.ts';

const NEW_CHAT = { to: '/', label: 'New chat', icon: SquarePen, words: 'ask question start' } as const;
/** What people also call them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  '/journal': 'trades positions figures statistics equity',
  '/notes': 'diary write',
  '/import': 'upload broker file csv',
  '/settings': 'time zone currency model theme account export',
};

export interface Command {
  readonly to: (typeof NAV_ITEMS)[number]['to'];
  readonly label: string;
  readonly icon: (typeof NAV_ITEMS)[number]['icon'];
  readonly words: string;
}

// The chat among the places is a new one: that is what its own command says.
const COMMANDS: readonly Command[] = [
  NEW_CHAT,
  ...NAV_ITEMS.filter(({ to }) => to !== '/').map((item) => ({ ...item, words: OTHER_NAMES[item.to] ?? '' })),
];

/** All of them for an empty text; else those of which some word begins with each word of it. */
export function findCommands(text: string): Command[] {
  const asked = wordsOf(text);
  return COMMANDS.filter(({ label, words }) => {
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
