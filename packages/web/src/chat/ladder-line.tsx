/** One quiet line under an answer: what is looked up, who wrote it, what happened on the way; the whole story is folded away. */
import { Check, ChevronRight, LoaderCircle, X } from 'lucide-react';
import { type Ladder, ladderWords, toolWords } from './ladder-words.ts';
import type { ToolState } from './turn-state.ts';

export function LadderLine({ ladder }: { ladder: Ladder }) {
  const line = ladderWords(ladder);
  const told = toldOf(ladder);
  if (line === '') return null;
  const busy = ladder.by === null && (ladder.waiting || ladder.tools.some(({ status }) => status === 'running'));
  const words = (
    <>
      {busy && <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin" />}
      <span className="min-w-0 wrap-break-word">{line}</span>
    </>
  );
  if (told.length === 0 && ladder.tools.length === 0)
    return <p className="flex min-h-6 items-center gap-1.5 text-xs text-quiet">{words}</p>;
  return (
    <details className="group/ladder text-xs text-quiet">
      <summary className="-my-2 flex min-h-10 w-fit items-center gap-1.5 py-2 marker:content-none hover:text-ink md:my-0 md:min-h-6 md:py-1">
        {words}
        <ChevronRight aria-hidden className="size-3.5 shrink-0 transition-transform group-open/ladder:rotate-90" />
      </summary>
      <ul className="mt-3 space-y-1 border-l border-line pl-3 md:mt-1">
        {ladder.tools.map((tool) => (
          <ToolItem key={tool.call_id} tool={tool} />
        ))}
        {told.map((message) => (
          <li key={message} className="wrap-break-word">
            {message}
          </li>
        ))}
      </ul>
    </details>
  );
}

/** What the warnings say, each once; a lookup that failed is in the list of lookups already. */
function toldOf({ warnings, tools }: Ladder): string[] {
  const listed = tools.some(({ status }) => status === 'failed');
  const told = warnings.filter(({ code }) => !(listed && code === 'tool_failed'));
  return [...new Set(told.map(({ message }) => message))];
}

const MARKS: Readonly<Record<ToolState['status'], { icon: typeof Check; said: string; style: string }>> = {
  running: { icon: LoaderCircle, said: 'Running', style: 'animate-spin' },
  done: { icon: Check, said: 'Done', style: '' },
  failed: { icon: X, said: 'Failed', style: '' },
};

function ToolItem({ tool }: { tool: ToolState }) {
  const { icon: Icon, said, style } = MARKS[tool.status];
  return (
    <li className="flex items-start gap-1.5">
      <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${style}`} />
      <span className="sr-only">{said}: </span>
      <span className="min-w-0 wrap-break-word">{toolWords(tool)}</span>
    </li>
  );
}
