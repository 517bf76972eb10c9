/** The broker formats as people know them. */
import type { ImportFormat } from '@tradistry/protocol';

const NAMES: Record<ImportFormat, string> = {
  tradovate_performance: 'Tradovate Performance',
  tastytrade: 'tastytrade',
  tradistry: 'Tradistry export',
  generic: 'CSV',
};

export function formatName(format: ImportFormat): string {
  return NAMES[format] ?? format;
}
