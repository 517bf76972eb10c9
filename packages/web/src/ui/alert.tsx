/** A box that says what went wrong, with what can be done about it beside. */
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export function Alert({ children, actions }: { children: ReactNode; actions: ReactNode }) {
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-loss-soft px-4 py-3 text-sm">
      <CircleAlert aria-hidden className="size-4 shrink-0 text-loss" />
      <p className="min-w-40 flex-1 wrap-break-word">{children}</p>
      {actions}
    </div>
  );
}
