/** The frame of every page but the chat: a title, what can be done, the content and the closing line. */
import type { ReactNode } from 'react';
import { ClosingLine } from '../app/closing-line.tsx';
import { useTitle } from '../app/use-title.ts';

export function Page(props: { title: string; actions?: ReactNode; children: ReactNode }) {
  useTitle(props.title);
  return (
    <div className="h-full overflow-y-auto">
      <div className="mx-auto flex min-h-full w-full max-w-5xl flex-col px-4 pt-5 pb-6 md:px-8 md:pt-8">
        <header className="mb-5 flex flex-wrap items-center justify-between gap-3">
          <h1 className="page-title">{props.title}</h1>
          {props.actions}
        </header>
        <div className="flex-1 space-y-6">{props.children}</div>
        <footer className="mt-10 border-t border-line pt-4">
          <ClosingLine />
        </footer>
      </div>
    </div>
  );
}
