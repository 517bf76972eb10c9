/** The calendar day that an instant falls on, somewhere. */

/** `YYYY-MM-DD` of `time` in the IANA zone. */
export function localDay(time: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const parts = Object.fromEntries(format.formatToParts(time).map((part) => [part.type, part.value]));
  return [parts['year'], parts['month'], parts['day']].join('-');
}
