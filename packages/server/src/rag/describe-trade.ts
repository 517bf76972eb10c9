/** A trade as one sentence: what was traded, why, what its trader put to it, and how it ended. */
import type { SpokenTrade } from './passage-ports.ts';

/** "Long 100 NVDA from 120.5 to 125.1, held 40 minutes. Setup: opening range breakout. Tags: fomo, chased. Won 450.00 USD net." */
export function describeTrade(trade: SpokenTrade): string {
  return [
    `${trade.side === 'long' ? 'Long' : 'Short'} ${plain(trade.quantity)} ${trade.symbol} from ${plain(trade.entryPrice)}${closed(trade)}.`,
    ...(trade.setup ? [`Setup: ${trade.setup}.`] : []),
    ...(trade.tags.length > 0 ? [`Tags: ${trade.tags.join(', ')}.`] : []),
    result(trade),
  ].join(' ');
}

function closed({ exitPrice, heldSeconds }: SpokenTrade): string {
  if (exitPrice === null) return '';
  return ` to ${plain(exitPrice)}${heldSeconds === null ? '' : `, held ${sayHeld(heldSeconds)}`}`;
}

function result({ netPnl, currency }: SpokenTrade): string {
  if (netPnl === null) return 'Still open.';
  const amount = plain(netPnl.replace('-', ''));
  if (Number(netPnl) === 0) return 'Ended flat.';
  return `${Number(netPnl) > 0 ? 'Won' : 'Lost'} ${amount} ${currency} net.`;
}

function sayHeld(seconds: number): string {
  if (seconds < 5400) return many(Math.max(1, Math.round(seconds / 60)), 'minute');
  if (seconds < 129_600) return many(Math.round(seconds / 3600), 'hour');
  return many(Math.round(seconds / 86_400), 'day');
}

function many(count: number, one: string): string {
  return `${count} ${count === 1 ? one : `${one}s`}`;
}

/** Without the zeros that end a decimal. */
function plain(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
