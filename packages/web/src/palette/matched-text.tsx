/** The sentence that matched, with the words that did: marked, never drawn as markup. */
import type { SearchHit } from '@tradistry/protocol';
import { toParts } from './text-parts.ts';

/** `whole`: all of the passage, with the sentence told apart. */
export function MatchedText({ hit, whole }: { hit: SearchHit; whole: boolean }) {
  const { passage, sentence, highlights } = hit;
  const end = sentence.start + sentence.length;
  return (
    <>
      {whole ? passage.slice(0, sentence.start) : sentence.start > 0 && '… '}
      <span className={whole ? 'rounded bg-accent-soft' : ''}>
        {toParts(passage, sentence, highlights).map(({ start, text, marked }) =>
          marked ? (
            <mark key={start} className="rounded-xs bg-warn-soft font-semibold text-ink">
              {text}
            </mark>
          ) : (
            <span key={start}>{text}</span>
          ),
        )}
      </span>
      {whole ? passage.slice(end) : end < passage.length && ' …'}
    </>
  );
}
