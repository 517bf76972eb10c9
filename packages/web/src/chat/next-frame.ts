/** Calls back when the page is drawn next; soon, where it is hidden and not drawn at all. */

const HIDDEN_MS = 250;

export function nextFrame(callback: () => void): void {
  if (document.visibilityState === 'hidden') setTimeout(callback, HIDDEN_MS);
  else requestAnimationFrame(callback);
}
