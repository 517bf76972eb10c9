/** Takes the one-time key out of the address that the terminal printed. */

/** The key of `#key=...`, or `null`; the address no longer shows it, and neither does the history. */
export function takeKey(
  address: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState' | 'state'>,
): string | null {
  const key = new URLSearchParams(address.hash.slice(1)).get('key');
  if (key === null) return null;
  history.replaceState(history.state, '', `${address.pathname}${address.search}`);
  return key;
}
