/** Walks among the versions of a question or an answer: "2 / 3". */
import type { Message } from '@tradistry/protocol';
import { ChevronLeft, ChevronRight } from 'lucide-react';

export function BranchSwitch(props: {
  message: Message;
  among: readonly Message[];
  of: 'question' | 'answer';
  onChoose: (messageId: string) => void;
}) {
  const at = props.among.findIndex(({ id }) => id === props.message.id);
  if (props.among.length < 2) return null;
  const go = (to: number) => {
    const other = props.among[to];
    if (other) props.onChoose(other.id);
  };
  return (
    <span className="inline-flex items-center text-xs text-quiet tabular-nums">
      <button
        type="button"
        className="icon-btn"
        disabled={at === 0}
        onClick={() => go(at - 1)}
        aria-label={`Previous ${props.of}`}
      >
        <ChevronLeft aria-hidden className="size-4" />
      </button>
      <span>
        {at + 1} / {props.among.length}
      </span>
      <button
        type="button"
        className="icon-btn"
        disabled={at === props.among.length - 1}
        onClick={() => go(at + 1)}
        aria-label={`Next ${props.of}`}
      >
        <ChevronRight aria-hidden className="size-4" />
      </button>
    </span>
  );
}
