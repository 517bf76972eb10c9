/** The frame around every page: sidebar on a wide screen, bars above and below on a phone. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Menu, SquarePen } from 'lucide-react';
import { useRef, useState } from 'react';
import { SessionList } from '../chat/session-list.tsx';
import { SearchButton, SearchIcon, usePaletteDoor } from '../palette/palette-door.tsx';
import { Modal } from '../ui/modal.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { Logo } from './logo.tsx';
import { useNavItems } from './nav-items.ts';
import { NoticeBanner } from './notice-banner.tsx';

export function Shell() {
  const main = useRef<HTMLElement>(null);
  const { door, enter } = usePaletteDoor();
  const { pathname } = useLocation();
  const chatting = pathname === '/' || pathname.startsWith('/chat/');
  return (
    <div className="flex h-dvh flex-col md:flex-row">
      {/* A button and not a link: with a base address "#main" would lead to another page. */}
      <button
        type="button"
        onClick={() => main.current?.focus()}
        className="btn sr-only z-50 focus-visible:not-sr-only focus-visible:absolute focus-visible:top-2 focus-visible:left-2"
      >
        Skip to the content
      </button>
      <Sidebar chatting={chatting} onSearch={enter} />
      <TopBar chatting={chatting} onSearch={enter} />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <NoticeBanner />
        <DemoBanner />
        <main ref={main} tabIndex={-1} className="min-h-0 flex-1 outline-none">
          <Outlet />
        </main>
      </div>
      <BottomBar chatting={chatting} />
      {door}
    </div>
  );
}

interface BarProps {
  readonly chatting: boolean;
  readonly onSearch: () => void;
}

function Sidebar({ chatting, onSearch }: BarProps) {
  return (
    <div className="hidden w-66 shrink-0 flex-col border-r border-line bg-sunken/50 md:flex">
      <header className="flex items-center px-4 pt-5 pb-3">
        <Logo />
      </header>
      <div className="px-2 pb-2">
        <SearchButton onClick={onSearch} />
      </div>
      <nav aria-label="Main" className="px-2">
        <ul className="space-y-0.5">
          {useNavItems().map(({ to, label, icon: Icon }) => (
            <li key={to}>
              <Link
                to={to}
                activeOptions={{ exact: to === '/' }}
                data-here={to === '/' && chatting ? '' : undefined}
                className="flex min-h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm text-quiet hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink data-here:bg-sunken data-here:font-medium data-here:text-ink"
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <section aria-label="Chats" className="mt-4 flex min-h-0 flex-1 flex-col border-t border-line px-2 pt-3">
        <NewChat />
        <div className="mt-2 min-h-0 flex-1 overflow-y-auto pb-4">
          <SessionList />
        </div>
      </section>
    </div>
  );
}

function TopBar({ chatting, onSearch }: BarProps) {
  const [open, setOpen] = useState(false);
  return (
    <header className="flex items-center gap-1 border-b border-line px-2 py-1 md:hidden">
      {chatting ? (
        <button type="button" className="icon-btn" aria-label="Chats" onClick={() => setOpen(true)}>
          <Menu aria-hidden className="size-5" />
        </button>
      ) : (
        <span className="w-2" />
      )}
      <div className="flex flex-1 py-1.5">
        <Logo />
      </div>
      <SearchIcon onClick={onSearch} />
      {chatting && (
        <Link to="/" className="icon-btn" aria-label="New chat">
          <SquarePen aria-hidden className="size-5" />
        </Link>
      )}
      <Modal open={open} onClose={() => setOpen(false)} title="Chats">
        <SessionList onOpen={() => setOpen(false)} />
      </Modal>
    </header>
  );
}

function NewChat() {
  return (
    <Link to="/" className="btn w-full justify-start">
      <SquarePen aria-hidden className="size-4" />
      New chat
    </Link>
  );
}

function BottomBar({ chatting }: { chatting: boolean }) {
  return (
    <nav aria-label="Main" className="border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden">
      <ul className="flex">
        {useNavItems().map(({ to, label, icon: Icon }) => (
          <li key={to} className="flex-1">
            <Link
              to={to}
              activeOptions={{ exact: to === '/' }}
              data-here={to === '/' && chatting ? '' : undefined}
              className="flex min-h-13 flex-col items-center justify-center gap-0.5 text-[0.6875rem] text-quiet aria-[current=page]:font-semibold aria-[current=page]:text-accent data-here:font-semibold data-here:text-accent"
            >
              <Icon aria-hidden className="size-5" />
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
