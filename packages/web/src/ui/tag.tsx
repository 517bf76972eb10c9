/** A word or two that something is marked with. */
import type { ReactNode } from 'react';

const TONES = {
  quiet: 'bg-sunken text-quiet',
  accent: 'bg-accent-soft text-accent',
  warn: 'bg-warn-soft text-warn',
  loss: 'bg-loss-soft text-loss',
} as const;

export function Tag({ tone = 'quiet', children }: { tone?: keyof typeof TONES; children: ReactNode }) {
  return (
    <span className={`rounded-md px-1.5 py-0.5 text-xs font-medium whitespace-nowrap ${TONES[tone]}`}>{children}</span>
  );
}
