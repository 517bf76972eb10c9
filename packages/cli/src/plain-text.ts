/** Text from elsewhere, made safe for a terminal. */

/** The text without control characters but line breaks and tabs: answers and notes must not be able to drive the terminal. */
export function plainText(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '');
}
