/** How a stream ended, or that it runs: a word, and a colour that says the same. */
import type { StreamRecord } from '@tradistry/protocol';

const TONES = {
  running: 'bg-accent',
  completed: 'bg-gain',
  degraded: 'bg-warn',
  stopped: 'bg-edge',
  partial: 'bg-loss',
  failed: 'bg-loss',
} as const;

export function Outcome({ stream }: { stream: Pick<StreamRecord, 'outcome' | 'state' | 'fallback_used'> }) {
  const word = stream.outcome ?? 'running';
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <span
        aria-hidden
        className={`size-2 shrink-0 rounded-full ${TONES[word]} ${word === 'running' ? 'animate-pulse' : ''}`}
      />
      {word}
      {stream.fallback_used && word === 'completed' && <span className="text-quiet">by a fallback</span>}
    </span>
  );
}
