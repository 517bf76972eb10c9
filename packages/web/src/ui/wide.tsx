/** Holds what may be wider or longer than its place: it scrolls by itself, and by keyboard too. */
import type { ReactNode } from 'react';

export function Wide({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody could scroll here by keyboard
    <section className={`overflow-auto ${className ?? ''}`} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
