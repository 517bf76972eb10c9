/** Bytes as people read them, for example `3.4 MB`. */
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

export function fileSize(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const value = bytes / 1000 ** step;
  return `${value.toLocaleString('en-US', { maximumFractionDigits: step === 0 ? 0 : 1 })} ${UNITS[step]}`;
}
