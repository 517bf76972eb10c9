/** Where in growing Markdown code stands: what is in it is shown as it is. */

const FENCE = /^[\s>]*(?:[-*+] |\d+[.)] )?(`{3,}|~{3,})([^\n]*)$/;

/** Remembers how far it has read, so that each character is read once. */
export class CodeScanner {
  /** The beginning of the first line that was not whole, and the fence that is open there. */
  #lineAt = 0;
  #fence: string | null = null;

  /** Whether what comes after `text` is in a code block or between backticks. Each `text` begins with the one before. */
  endsInCode(text: string): boolean {
    const lines = text.slice(this.#lineAt).split('\n');
    const last = lines.pop() ?? '';
    for (const line of lines) this.#fence = afterLine(line, this.#fence);
    this.#lineAt = text.length - last.length;
    return this.#fence !== null || FENCE.test(last) || isBetweenTicks(last);
  }
}

/** The fence that is open after `line`; one is closed by its own character, at least as often, and nothing else. */
function afterLine(line: string, open: string | null): string | null {
  const [, fence, info = ''] = FENCE.exec(line) ?? [];
  if (fence === undefined) return open;
  // Backticks after backticks are code within a line.
  if (open === null) return fence.startsWith('`') && info.includes('`') ? null : fence;
  return fence[0] === open[0] && fence.length >= open.length && info.trim() === '' ? null : open;
}

/** A run of backticks is closed by the next one of the same length; over the end of a line hardly anyone means it. */
function isBetweenTicks(line: string): boolean {
  let open = 0;
  for (const [run] of line.matchAll(/`+/g)) {
    if (open === 0) open = run.length;
    else if (open === run.length) open = 0;
  }
  return open > 0;
}
