/** Which column of a generic CSV holds what: by common names, or by the user's mapping. */
import { UnreadableFile } from '../unreadable-file.ts';

/** Our fields and the column names (lower case, letters and digits only) that mean them, the surest first. */
// biome-ignore format: a table reads better in rows.
const NAMES = {
  time: ['datetime', 'timestamp', 'executiontime', 'exectime', 'filltime', 'filledtime', 'filledat', 'executedat', 'tradetime', 'tradedatetime', 'transactiontime', 'dateandtime', 'executiondatetime', 'time', 'timeutc', 'dateutc', 'datetimeutc', 'opentime'],
  date: ['date', 'tradedate', 'transactiondate', 'executiondate', 'activitydate', 'rundate', 'filldate', 'datum'],
  symbol: ['symbol', 'ticker', 'instrument', 'contract', 'security', 'market', 'pair', 'product', 'stock', 'asset'],
  side: ['side', 'action', 'buysell', 'bs', 'direction', 'transactiontype', 'transcode', 'operation', 'buyorsell', 'tradetype', 'type'],
  quantity: ['filledqty', 'filledquantity', 'qtyfilled', 'quantityfilled', 'fillqty', 'execqty', 'executedqty', 'executedquantity', 'quantity', 'qty', 'filled', 'shares', 'contracts', 'size', 'volume', 'units', 'lots'],
  price: ['avgfillprice', 'averagefillprice', 'fillprice', 'filledprice', 'executionprice', 'execprice', 'tradeprice', 'tprice', 'price', 'avgprice', 'averageprice', 'unitprice'],
  fees: ['fees', 'fee', 'feescomm', 'totalfees', 'feesandcommissions', 'commissionsandfees', 'commissionfees', 'charges', 'cost', 'costs'],
  commission: ['commission', 'commissions', 'comm', 'commfee', 'brokerage', 'ibcommission'],
  id: ['id', 'executionid', 'execid', 'tradeid', 'fillid', 'transactionid', 'dealid', 'externalid', 'ibexecid'],
  order_id: ['orderid', 'order', 'orderno', 'ordernumber', 'ordernr', 'iborderid'],
  account: ['account', 'accountid', 'accountname', 'accountnumber'],
  currency: ['currency', 'ccy', 'currencyprimary', 'curr'],
  multiplier: ['multiplier', 'pointvalue', 'contractsize', 'contractmultiplier'],
  asset_class: ['assetclass', 'assettype', 'assetcategory', 'securitytype', 'sectype', 'instrumenttype', 'producttype'],
  underlying: ['underlying', 'underlyingsymbol', 'root', 'rootsymbol'],
  expiry: ['expiry', 'expiration', 'expirationdate', 'exp', 'expirydate', 'expdate', 'maturity'],
  strike: ['strike', 'strikeprice'],
  right: ['right', 'putcall', 'callput', 'callorput', 'optiontype', 'cp', 'pc', 'putorcall'],
  effect: ['effect', 'openclose', 'positioneffect', 'poseffect', 'openorclose'],
  status: ['status', 'orderstatus', 'state'],
  level: ['levelofdetail', 'datadiscriminator'],
  description: ['description', 'desc', 'securitydescription', 'securityname', 'name'],
} as const satisfies Record<string, readonly string[]>;

export type GenericField = keyof typeof NAMES;
const FIELDS = Object.keys(NAMES) as readonly GenericField[]; // The keys of a literal object: exactly its fields.
const REQUIRED: readonly GenericField[] = ['time', 'symbol', 'quantity', 'price'];
const NO_COLUMN = /^(multiplier\..+|date_order|decimal_mark)$/;

/** Where a file lists orders, what was filled goes before what was ordered: `Price` is the limit there, `Quantity` the wish. */
const FILLED_FIRST: Partial<Record<GenericField, readonly string[]>> = {
  price: ['avgprice', 'averageprice'],
  quantity: ['filled'],
};
const FILLED = /fill|exec/;

/** Where each field stands in the header; -1 where it does not. */
export type GenericColumns = Readonly<Record<GenericField, number>>;

/** Finds the columns. Throws `UnreadableFile` with `mappingNeeded` when a required one is not found, or a mapping does not fit. */
export function genericColumns(
  header: readonly string[],
  mapping: Readonly<Record<string, string>> = {},
): GenericColumns {
  const mapped = readMapping(header, mapping);
  const taken = new Set(Object.values(mapped));
  const columns = Object.fromEntries(
    FIELDS.map((field) => [field, mapped[field] ?? (field === 'account' ? -1 : recognise(field, header, taken))]),
  ) as GenericColumns; // One entry a field, by construction.
  const missing = REQUIRED.filter((field) => columns[field] < 0 && !(field === 'time' && columns.date >= 0));
  if (missing.length > 0) throw mappingNeeded(header, columns, missing);
  return columns;
}

/** Whether the quantity is what was filled of an order; there, none is no fault. */
export function isFilledQuantity(header: readonly string[], { quantity }: GenericColumns): boolean {
  return FILLED.test(plainName(header[quantity] ?? ''));
}

/** A column's name without case, blanks and punctuation. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}

function recognise(field: GenericField, header: readonly string[], taken: ReadonlySet<number | undefined>): number {
  const plain = header.map(plainName);
  const isOfOrders = NAMES.status.some((name) => plain.includes(name));
  const first = isOfOrders ? FILLED_FIRST[field] : undefined;
  for (const name of [...(first ?? []), ...NAMES[field]]) {
    const at = plain.indexOf(name);
    if (at >= 0 && !taken.has(at)) return at;
  }
  return -1;
}

function readMapping(
  header: readonly string[],
  mapping: Readonly<Record<string, string>>,
): Partial<Record<GenericField, number>> {
  const mapped: Partial<Record<GenericField, number>> = {};
  for (const [key, column] of Object.entries(mapping)) {
    if (NO_COLUMN.test(key)) continue;
    const field = FIELDS.find((name) => name === key);
    if (!field) throw new UnreadableFile('wrong_mapping', `"${key}" is none of our fields: ${FIELDS.join(', ')}.`);
    const at = header.findIndex((name) => name.trim().toLowerCase() === column.trim().toLowerCase());
    if (at < 0 && column !== '')
      throw new UnreadableFile('wrong_mapping', `The file has no column "${column}" (mapped to ${key}).`);
    mapped[field] = at;
  }
  return mapped;
}

function mappingNeeded(
  header: readonly string[],
  columns: GenericColumns,
  missing: readonly GenericField[],
): UnreadableFile {
  const fields = FIELDS.map((name) => ({
    name,
    required: REQUIRED.includes(name),
    column: header[columns[name]] ?? null,
  }));
  const message = `No column of the file is known to hold: ${missing.join(', ')}. Say once which column is which; it is kept for files with this header.`;
  return new UnreadableFile('mapping_needed', message, { header, fields });
}
