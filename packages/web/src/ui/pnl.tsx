/** Money that was made or lost: sign, colour and figure say the same. */
import { signOf } from '../format/decimal.ts';
import { money } from '../format/figures.ts';

const TONES = { '1': 'text-gain', '0': '', '-1': 'text-loss' } as const;

export function Pnl({ value, currency }: { value: string; currency: string }) {
  return <span className={`tabular-nums ${TONES[signOf(value)]}`}>{money(value, currency)}</span>;
}
