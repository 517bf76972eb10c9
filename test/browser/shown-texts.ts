/** Everything that an answer showed on its way, so that what was doubled or missing only for a moment is found too. */
import type { Page } from 'playwright-core';

/** Records the newest answer's text from now on, until the page is left; what is returned reads it. */
export async function recordAnswer(page: Page): Promise<() => Promise<string[]>> {
  const texts = await page.evaluateHandle(() => {
    const shown: string[] = [];
    const look = () => {
      const text = [...document.querySelectorAll('article .prose')].at(-1)?.textContent ?? '';
      if (text !== (shown.at(-1) ?? '')) shown.push(text);
    };
    new MutationObserver(look).observe(document.body, { childList: true, characterData: true, subtree: true });
    look();
    return shown;
  });
  return () => texts.jsonValue();
}

/** Those texts that the next one, and `whole` in the end, does not go on from: none where an answer only grew. */
export function takenBack(texts: readonly string[], whole: string): string[] {
  return texts.filter((text, at) => !(texts[at + 1] ?? whole).startsWith(text));
}
