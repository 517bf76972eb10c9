/** The places of the page, as the sidebar and the bottom bar list them. */
import { Activity, ChartLine, FileUp, MessageSquareText, NotebookPen, Settings2, Split } from 'lucide-react';
import { useServices } from './services.tsx';

export const NAV_ITEMS = [
  { to: '/', label: 'Chat', icon: MessageSquareText, scope: null },
  { to: '/journal', label: 'Journal', icon: ChartLine, scope: null },
  { to: '/notes', label: 'Notes', icon: NotebookPen, scope: null },
  { to: '/import', label: 'Import', icon: FileUp, scope: null },
  { to: '/prompts', label: 'Prompts', icon: Split, scope: 'prompts:read' },
  { to: '/operations', label: 'Operations', icon: Activity, scope: 'ops:read' },
  { to: '/settings', label: 'Settings', icon: Settings2, scope: null },
] as const;

export type NavItem = (typeof NAV_ITEMS)[number];

/** Those that whoever is signed in may go to. */
export function useNavItems(): NavItem[] {
  const { auth } = useServices();
  return NAV_ITEMS.filter(({ scope }) => scope === null || auth.may(scope));
}
