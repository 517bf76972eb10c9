/** A button with an icon and a word, that counts down while pressing it would be in vain. */
import { useEffect, useState } from 'react';
import { duration } from '../format/figures.ts';

interface ActionButtonProps {
  readonly icon: React.ComponentType<{ className?: string; 'aria-hidden'?: boolean }>;
  readonly label: string;
  /** Not before this, in ms since 1970. */
  readonly from?: number | null;
  readonly onClick: () => void;
}

export function ActionButton({ icon: Icon, label, from = null, onClick }: ActionButtonProps) {
  const left = useTimeUntil(from);
  return (
    <button type="button" className="btn tabular-nums" disabled={left > 0} onClick={onClick}>
      <Icon aria-hidden className="size-4" />
      {left > 0 ? `${label} in ${duration(Math.ceil(left / 1000))}` : label}
    </button>
  );
}

/** Milliseconds until `at`, told each second; 0 once it is past. */
function useTimeUntil(at: number | null): number {
  const [now, setNow] = useState(() => Date.now());
  const over = at === null || at <= now;
  useEffect(() => {
    if (over) return;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [over]);
  return over ? 0 : at - now;
}
