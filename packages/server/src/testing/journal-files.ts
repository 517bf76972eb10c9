/** Small broker files for tests: the real headers, invented rows. */

const HEADER =
  'symbol,_priceFormat,_priceFormatType,_tickSize,buyFillId,sellFillId,qty,buyPrice,sellPrice,pnl,boughtTimestamp,soldTimestamp,duration';

/** One pair of a Tradovate Performance export, one contract; `day` of January 2025. */
export interface Pair {
  readonly symbol?: string;
  /** The buy's fill id; the sell's is one more. */
  readonly fill: number;
  readonly buy: string;
  readonly sell: string;
  readonly pnl: string;
  readonly day: number;
}

/** A Tradovate Performance export of these pairs. */
export function tradovateFile(pairs: readonly Pair[]): string {
  const rows = pairs.map(({ symbol = 'MESH5', fill, buy, sell, pnl, day }) => {
    const date = `01/${String(day).padStart(2, '0')}/2025`;
    return `${symbol},-2,0,0.25,${fill},${fill + 1},1,${buy},${sell},${pnl},${date} 10:00:00,${date} 10:05:00,5min`;
  });
  return [HEADER, ...rows, ''].join('\n');
}

/** A win of 50, a loss of 25, and a win of 100 in another contract: 125 in all. */
export const THREE_PAIRS: readonly Pair[] = [
  { fill: 100, buy: '6000.00', sell: '6010.00', pnl: '$50.00', day: 6 },
  { fill: 102, buy: '6020.00', sell: '6015.00', pnl: '$(25.00)', day: 7 },
  { fill: 104, symbol: 'MNQH5', buy: '21000.00', sell: '21050.00', pnl: '$100.00', day: 8 },
];

const TASTYTRADE_HEADER =
  'Date,Type,Sub Type,Action,Symbol,Instrument Type,Description,Value,Quantity,Average Price,Commissions,Fees,Multiplier,Root Symbol,Underlying Symbol,Expiration Date,Strike Price,Call or Put,Order #,Currency';

/** A tastytrade export of these rows, newest first. */
export function tastytradeFile(rows: readonly string[]): string {
  return [TASTYTRADE_HEADER, ...rows, ''].join('\n');
}

/** The sale of a hundred shares for 200 more, a day after `OPEN`. */
export const CLOSE =
  '2024-03-05T15:00:00+0000,Trade,Sell to Close,SELL_TO_CLOSE,XYZ,Equity,Sold 100 XYZ @ 12.00,"1,200.00",100,12.00,0.00,-0.50,,,,,,,2,USD';
export const OPEN =
  '2024-03-04T15:00:00+0000,Trade,Buy to Open,BUY_TO_OPEN,XYZ,Equity,Bought 100 XYZ @ 10.00,"-1,000.00",100,-10.00,0.00,0.00,,,,,,,1,USD';
