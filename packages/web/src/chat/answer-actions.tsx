/** What can be done with an answer: copy, ask again, say whether it was good. */

import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Feedback, Message } from '@tradistry/protocol';
import { RefreshCw, ThumbsDown, ThumbsUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useServices } from '../app/services.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { ModelRequests } from './model-requests.tsx';

type Rating = Feedback['rating'];

export function AnswerActions(props: {
  message: Message;
  disabled: boolean;
  onAgain: (() => void) | null;
  children: ReactNode;
}) {
  const { rating, rate } = useRating(props.message);
  return (
    <div className="-ml-2 flex flex-wrap items-center gap-0.5">
      <CopyButton text={props.message.content} label="Copy the answer" />
      {props.onAgain && (
        <button
          type="button"
          className="icon-btn"
          aria-label="Answer again"
          disabled={props.disabled}
          onClick={props.onAgain}
        >
          <RefreshCw aria-hidden className="size-4" />
        </button>
      )}
      <RateButton rating="up" given={rating} onRate={rate} label="Good answer" />
      <RateButton rating="down" given={rating} onRate={rate} label="Bad answer" />
      <ModelRequests message={props.message} />
      {props.children}
    </div>
  );
}

function RateButton(props: { rating: 'up' | 'down'; given: Rating; onRate: (rating: Rating) => void; label: string }) {
  const pressed = props.given === props.rating;
  const Icon = props.rating === 'up' ? ThumbsUp : ThumbsDown;
  return (
    <button
      type="button"
      className="icon-btn aria-pressed:text-accent"
      aria-label={props.label}
      aria-pressed={pressed}
      onClick={() => props.onRate(pressed ? null : props.rating)}
    >
      <Icon aria-hidden className={`size-4 ${pressed ? 'fill-current' : ''}`} />
    </button>
  );
}

/** The rating as it will be: shown at once, taken back where the server refuses. */
function useRating(message: Message) {
  const { api } = useServices();
  const queries = useQueryClient();
  const mutation = useMutation({
    mutationFn: (rating: Rating) => api.rate(message.id, { rating }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['messages', message.session_id] }),
  });
  const stored = message.feedback?.rating ?? null;
  const rating = mutation.isPending ? mutation.variables : stored;
  return { rating, rate: mutation.mutate };
}
