/** The places of the page, as the sidebar and the bottom bar list them. */
import { ChartLine, FileUp, MessageSquareText, NotebookPen, Settings2 } from 'lucide-react';

export const NAV_ITEMS = [
  { to: '/', label: 'Chat', icon: MessageSquareText },
  { to: '/journal', label: 'Journal', icon: ChartLine },
  { to: '/notes', label: 'Notes', icon: NotebookPen },
  { to: '/import', label: 'Import', icon: FileUp },
  { to: '/settings', label: 'Settings', icon: Settings2 },
] as const;
