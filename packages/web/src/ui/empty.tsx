/** What a part shows while there is nothing in it. */
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export function Empty(props: { icon: LucideIcon; title: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-3 px-6 py-12 text-center">
      <span className="flex size-12 items-center justify-center rounded-2xl bg-accent-soft text-accent">
        <props.icon aria-hidden className="size-5" />
      </span>
      <p className="font-serif text-lg font-semibold">{props.title}</p>
      {props.children && <div className="max-w-md text-sm text-quiet">{props.children}</div>}
    </div>
  );
}
