/** The way into the palette: a key, and buttons where there is none. The palette itself is loaded when it is wanted. */
import { Search } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';

const CommandPalette = lazy(() =>
  import('./command-palette.tsx').then((module) => ({ default: module.CommandPalette })),
);

/** `door` is drawn once, wherever; `enter` opens it. */
export function usePaletteDoor() {
  const [state, setState] = useState<'never' | 'open' | 'closed'>('never');
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey)
        return;
      event.preventDefault();
      setState((now) => (now === 'open' ? 'closed' : 'open'));
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  const door = state !== 'never' && (
    <Suspense fallback={null}>
      <CommandPalette open={state === 'open'} onClose={() => setState('closed')} />
    </Suspense>
  );
  return { door, enter: () => setState('open') };
}

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export function SearchButton({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      className="btn w-full justify-start text-quiet"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={onClick}
    >
      <Search aria-hidden className="size-4" />
      Search
      <kbd aria-hidden className="ml-auto font-sans text-xs">
        {MAC ? '⌘K' : 'Ctrl K'}
      </kbd>
    </button>
  );
}

/** For the bar of a phone. */
export function SearchIcon({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" className="icon-btn" aria-label="Search" onClick={onClick}>
      <Search aria-hidden className="size-5" />
    </button>
  );
}
