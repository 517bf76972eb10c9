/** The heading of what was opened in place of what was pressed: it takes the focus, which would else be nowhere. */
import { type ReactNode, useEffect, useRef } from 'react';

export function OpenedHeading({ id, children }: { id?: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h2 ref={heading} id={id} tabIndex={-1} className="section-title wrap-break-word outline-none">
      {children}
    </h2>
  );
}
