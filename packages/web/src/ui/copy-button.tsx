/** Copies a text, and says whether the browser let it. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [state, setState] = useState<'ready' | 'copied' | 'failed'>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), 2000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  return (
    <>
      <button type="button" className="icon-btn" aria-label={label} onClick={copy}>
        {state === 'copied' ? (
          <Check aria-hidden className="size-4 text-gain" />
        ) : (
          <Copy aria-hidden className="size-4" />
        )}
      </button>
      <span aria-live="polite" className={state === 'failed' ? 'text-xs text-loss' : 'sr-only'}>
        {state === 'copied' ? 'Copied.' : state === 'failed' ? 'The browser did not allow copying.' : ''}
      </span>
    </>
  );
}
